import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Drawer } from 'antd'
import { roiDealsQuery } from '../../api/queries'
import type { CreditedDeal, Matrix, MatrixValues } from '../../api/types'
import type { RoiSearch } from '../../app/search'
import { useSay } from '../../i18n/useSay'
import { group } from '../../lib/money'
import { count } from '../../lib/number'
import { day } from '../../lib/time'
import { DataTable } from '../../ui/DataTable'
import { Golden } from '../../ui/Golden'
import { Money } from '../../ui/Money'
import { EmptyState } from '../../ui/States'
import { useWs } from '../../ui/useWs'
import { Working } from './Working'
import { queryOf } from './query'

/** CellDrawer opens a number of the matrix: how it is reckoned and the deals that add up to it. */
export function CellDrawer({ matrix, search, row, col, onClose }: { matrix: Matrix; search: RoiSearch; row: string; col: string; onClose: () => void }) {
  const { t, lang } = useSay()
  const ws = useWs()
  const query = { ...queryOf(search), ...(row && { row }), ...(col && { column: col }) }
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(roiDealsQuery(ws, query))
  const inRow = matrix.rows.find((r) => r.id === row)
  const inCol = matrix.columns.find((c) => c.id === col)
  const whole = row === '' ? matrix.totals : inRow
  const cell: MatrixValues | undefined = col === '' ? whole : whole?.cells?.[col]
  const name = [inRow ?? { zh: t('roi.allRows'), en: t('roi.allRows') }, inCol].flatMap((m) => (m ? [lang === 'zh' ? m.zh : m.en] : [])).join(' · ')
  const sum = data?.pages[0]?.sum
  const agrees = sum !== undefined && cell !== undefined && sum.credited.amount === cell.revenue
  return (
    <Drawer open size={780} title={t('cell.title', { name })} onClose={onClose} destroyOnHidden>
      <div className="stack">
        {cell && <Working of={cell} currency={matrix.header.currency} unattributed={inRow?.unattributed ?? false} whole={row === ''} />}
        <section className="panel">
          <header>
            <h2>{t('cell.deals')}</h2>
            {sum && (
              <span className={agrees ? 'side-note good' : 'side-note'}>
                {agrees
                  ? t('cell.agrees', { n: count(sum.deals), amount: group(sum.credited.amount) })
                  : t('cell.sum', { n: count(sum.deals), amount: group(sum.credited.amount) })}
              </span>
            )}
          </header>
          <DataTable<CreditedDeal>
            label={t('cell.deals')}
            rows={data?.pages.flatMap((p) => p.items)}
            error={error}
            onRetry={() => void refetch()}
            rowKey={(d) => d.id}
            more={hasNextPage ? { load: () => void fetchNextPage(), loading: isFetchingNextPage } : undefined}
            empty={<EmptyState title={t('cell.none')} hint={t('cell.noneHint')} />}
            columns={[
              { key: 'signed', title: t('deal.signed'), width: 96, cell: (d) => day(d.signed_at) },
              {
                key: 'deal', title: t('deal.deal'), clip: true,
                cell: (d) => (
                  <div className="two">
                    <Link to="/w/$workspace/deals/$deal" params={{ workspace: ws, deal: d.id }} className="strong">{d.number || d.record.key}</Link>
                    <small className="clip">{d.name || d.contract_no}</small>
                  </div>
                ),
              },
              { key: 'account', title: t('deal.account'), clip: true, cell: (d) => <Golden of={d.account} none={t('deal.noAccount')} /> },
              { key: 'amount', title: t('cell.amount'), num: true, width: 124, cell: (d) => <Money of={matrix.header.vat === 'net' ? d.net : d.gross} /> },
              { key: 'credited', title: t('cell.credited'), num: true, width: 124, cell: (d) => <Money of={d.credited} strong /> },
            ]}
          />
        </section>
      </div>
    </Drawer>
  )
}
