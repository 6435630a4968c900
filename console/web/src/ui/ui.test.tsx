import { act, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { ApiError, problemOf } from '../api/problem'
import { setLang } from '../i18n'
import { DataTable } from './DataTable'
import type { DataTableProps } from './DataTable'
import { Money } from './Money'
import { EmptyState } from './States'
import { Time } from './Time'

interface Row {
  id: string
  amount: string
}

function table(p: Partial<DataTableProps<Row>>) {
  return (
    <DataTable<Row>
      label="rows"
      rows={undefined}
      rowKey={(r) => r.id}
      columns={[{ key: 'id', title: 'id', cell: (r) => <a href="#row">{r.id}</a> }, { key: 'amount', title: 'amount', num: true, cell: (r) => r.amount }]}
      {...p}
    />
  )
}

afterEach(() => act(() => setLang('zh')))

describe('a table', () => {
  it('says that it waits', () => {
    render(table({}))
    expect(screen.getByRole('status', { name: '正在加载' })).toBeTruthy()
  })

  it('says what belongs where nothing is', () => {
    render(table({ rows: [], empty: <EmptyState title="还没有收款" hint="连接 ERP" /> }))
    expect(screen.getByText('还没有收款')).toBeTruthy()
    expect(screen.queryByRole('table')).toBeNull()
  })

  it('says what went wrong in the language of the page, and tries again', async () => {
    const retry = vi.fn()
    const error = new ApiError(problemOf(403, { code: 'forbidden', message_zh: '您的角色不能做这件事', message_en: 'your role may not do this' }))
    render(table({ error, onRetry: retry }))
    expect(screen.getByRole('alert').textContent).toContain('您的角色不能做这件事')
    await act(() => setLang('en'))
    expect(screen.getByRole('alert').textContent).toContain('your role may not do this')
    expect(screen.getByRole('alert').textContent).toContain('forbidden')
    fireEvent.click(screen.getByRole('button'))
    expect(retry).toHaveBeenCalledOnce()
  })

  it('keeps showing rows when a later load fails', () => {
    render(table({ rows: [{ id: 'a', amount: '1' }], error: new Error('x') }))
    expect(screen.getAllByRole('row')).toHaveLength(2)
  })

  it('aligns figures, opens a row by a click beside its links, and loads more', () => {
    const [open, more] = [vi.fn(), vi.fn()]
    render(table({ rows: [{ id: 'a', amount: '1.00' }], onOpen: open, more: { load: more, loading: false } }))
    expect(screen.getByText('1.00').className).toBe('num')
    fireEvent.click(screen.getByText('a'))
    expect(open).not.toHaveBeenCalled()
    fireEvent.click(screen.getByText('1.00'))
    expect(open).toHaveBeenCalledWith({ id: 'a', amount: '1.00' })
    fireEvent.click(screen.getByRole('button'))
    expect(more).toHaveBeenCalledOnce()
  })
})

describe('values', () => {
  it('money names a foreign currency and marks what is below nought', () => {
    const { container } = render(<><Money of={{ amount: '1234.50', currency: 'CNY' }} /><Money of={{ amount: '-5.00', currency: 'USD' }} /><Money of={undefined} /></>)
    expect([...container.children].map((e) => e.textContent)).toEqual(['1,234.50', 'USD −5.00', '–'])
    expect(container.children[1]?.className).toContain('bad')
  })

  it('times are those of Shanghai', () => {
    const { container } = render(<Time at="2026-03-31T16:00:00Z" />)
    expect(container.textContent).toBe('2026-04-01 00:00')
  })
})
