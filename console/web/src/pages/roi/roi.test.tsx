import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { fireEvent, render, screen, within } from '@testing-library/react'
import { describe, expect, it, vi } from 'vitest'
import type { Matrix, MatrixRow, MatrixValues } from '../../api/types'
import { CrossTable } from './CrossTable'
import { order, show } from './figures'
import { MetricTable } from './MetricTable'
import { queryOf } from './query'
import { stepsOf } from './tints'
import { Working } from './Working'

const values = (v: Partial<MatrixValues>): MatrixValues => ({ leads: 0, leads_raw: 0, deals: 0, deals_without_amount: 0, cost: '0.00', revenue: '0.00', cpl: 'n/a', roas: 'n/a', roi_revenue: 'n/a', ...v })
const row = (id: string, v: Partial<MatrixValues>, more: Partial<MatrixRow> = {}): MatrixRow => ({ id, zh: id, en: id, ...values(v), ...more })

const matrix: Matrix = {
  header: { rows: 'channel', columns: '', model: 'first@1', model_title: { zh: '首次触点', en: 'First touch' }, basis: 'signed', vat: 'net', currency: 'CNY', from: '', to: '', window_days: 365, as_of: '2026-01-01T00:00:00Z' },
  columns: [],
  rows: [
    row('website', { leads: 3, deals: 1, revenue: '500.00' }),
    row('baidu_sem', { leads: 10, leads_raw: 12, deals: 2, cost: '100.00', revenue: '1050.50', cpl: '10.00', roas: '10.5050', roi_revenue: '9.5050' }),
    row('trade_fair', { leads: 5, cost: '200.00', cpl: '40.00', roas: '0.0000', roi_revenue: '-1.0000' }),
    row('unattributed', { deals: 1, revenue: '350.00' }, { zh: '未归因', unattributed: true }),
  ],
  totals: values({ leads: 18, deals: 4, cost: '300.00', revenue: '1900.50', cpl: '16.67', roas: '5.1683', roi_revenue: '4.1683' }),
  currencies: ['CNY'],
  unattributed_share: '0.1842',
}

function draw(node: React.ReactNode) {
  return render(<QueryClientProvider client={new QueryClient()}>{node}</QueryClientProvider>)
}

describe('the matrix', () => {
  it('lists rows by revenue, the unattributed one and the totals always at the end', () => {
    draw(<MetricTable matrix={matrix} metric="roi_revenue" sort={undefined} onSort={vi.fn()} onOpen={vi.fn()} />)
    expect(screen.getAllByRole('rowheader').map((h) => h.textContent)).toEqual(['baidu_sem', 'website', 'trade_fair', '未归因', '合计'])
  })

  it('keeps the unattributed row when nothing is unattributed', () => {
    const none = { ...matrix, rows: [...matrix.rows.slice(0, 3), row('unattributed', {}, { zh: '未归因', unattributed: true })] }
    draw(<MetricTable matrix={none} metric="revenue" sort="cost" onSort={vi.fn()} onOpen={vi.fn()} />)
    expect(screen.getAllByRole('rowheader').map((h) => h.textContent)).toEqual(['trade_fair', 'baidu_sem', 'website', '未归因', '合计'])
  })

  it('opens every number by ids', () => {
    const open = vi.fn()
    draw(<MetricTable matrix={matrix} metric="roi_revenue" sort={undefined} onSort={vi.fn()} onOpen={open} />)
    const line = (name: string) => within(screen.getByRole('rowheader', { name }).closest('tr') as HTMLElement)
    fireEvent.click(line('baidu_sem').getByRole('button', { name: '1,051' }))
    fireEvent.click(line('未归因').getByRole('button', { name: '350' }))
    fireEvent.click(line('合计').getByRole('button', { name: '417%' }))
    expect(open.mock.calls).toEqual([['baidu_sem', ''], ['unattributed', ''], ['', '']])
    expect(line('baidu_sem').getAllByRole('button')).toHaveLength(7)
  })

  it('tints the chosen figure, loss in another colour than gain, and nothing without a rate', () => {
    draw(<MetricTable matrix={matrix} metric="roi_revenue" sort={undefined} onSort={vi.fn()} onOpen={vi.fn()} />)
    const tint = (name: string) => (screen.getByRole('rowheader', { name }).closest('tr') as HTMLElement).querySelector<HTMLElement>('td:last-child .cell')?.style.background
    expect(tint('website')).toBe('')
    expect(tint('baidu_sem')).not.toBe(tint('trade_fair'))
    expect(tint('trade_fair')).toBe('rgb(247, 192, 141)')
  })

  it('shows one figure by columns, a cell that never was as a dash', () => {
    const open = vi.fn()
    const cross: Matrix = {
      ...matrix,
      header: { ...matrix.header, columns: 'month' },
      columns: [{ id: '2026-01', zh: '2026-01', en: '2026-01' }, { id: '2026-02', zh: '2026-02', en: '2026-02' }],
      rows: [row('baidu_sem', { revenue: '30.00' }, { cells: { '2026-02': values({ revenue: '30.00' }) } }), row('unattributed', { revenue: '7.00' }, { unattributed: true, cells: { '2026-01': values({ revenue: '7.00' }) } })],
    }
    draw(<CrossTable matrix={cross} metric="revenue" sort={undefined} onSort={vi.fn()} onOpen={open} />)
    const cells = [...(screen.getByRole('rowheader', { name: 'baidu_sem' }).closest('tr')?.querySelectorAll('td') ?? [])]
    expect(cells.map((c) => c.textContent)).toEqual(['–', '30', '30'])
    fireEvent.click(screen.getAllByRole('button', { name: '30' })[0] as HTMLElement)
    expect(open).toHaveBeenCalledWith('baidu_sem', '2026-02')
  })
})

describe('figures', () => {
  it('are written as people say them', () => {
    const v = matrix.rows[1] as MatrixRow
    expect([show('revenue', v), show('cpl', v), show('roas', v), show('roi_revenue', v), show('leads', v)]).toEqual(['1,051', '10', '10.51', '951%', '10'])
    expect([show('roas', values({})), show('cpl', values({}))]).toEqual(['–', '–'])
  })
  it('sort with what has none last', () => {
    const list = [values({}), values({ roas: '1.0000' }), values({ roas: '10.0000' })]
    expect(list.toSorted((a, b) => order('roas', a, b)).map((v) => v.roas)).toEqual(['10.0000', '1.0000', 'n/a'])
  })
  it('of the unattributed row take no part in the scale', () => {
    const huge = { ...matrix, rows: [...matrix.rows.slice(0, 3), row('unattributed', { revenue: '9000000.00' }, { unattributed: true })] }
    expect(stepsOf(huge, 'revenue')).toEqual(stepsOf(matrix, 'revenue'))
  })
})

describe('how a cell is reckoned', () => {
  it('says it in the numbers of the cell', () => {
    const { container } = draw(<Working of={matrix.rows[1] as MatrixRow} currency="CNY" unattributed={false} whole={false} />)
    expect(container.textContent).toContain('(1,050.50 − 100.00) ÷ 100.00')
    expect(container.textContent).toContain('100.00 ÷ 10')
  })
  it('says why there is no rate', () => {
    const { container } = draw(<Working of={matrix.rows[0] as MatrixRow} currency="CNY" unattributed={false} whole={false} />)
    expect(container.textContent).toContain('没有花费，不计算')
  })
})

describe('the matrix asked for', () => {
  it('follows the address', () => {
    expect(queryOf({})).toEqual({ rows: 'channel', model: 'first', vat: 'net' })
    expect(queryOf({ rows: 'month', columns: 'month', vat: 'gross', model: 'linear', from: '2026-05', to: '2026-01' })).toEqual({ rows: 'month', model: 'linear', vat: 'gross', from: '2026-05' })
  })
})
