import { LeftOutlined, RightOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Button } from 'antd'
import { useState } from 'react'
import { workCalendarQuery } from '../../api/alertQueries'
import { api, take } from '../../api/client'
import type { WorkYear } from '../../api/types'
import { useSay } from '../../i18n/useSay'
import { day } from '../../lib/time'
import { Notice } from '../../ui/Notice'
import { PageHeader } from '../../ui/PageHeader'
import { Panel } from '../../ui/Panel'
import { Bones, ErrorState } from '../../ui/States'
import { useMay, useWs } from '../../ui/useWs'
import { AlertRooms } from './AlertRooms'
import { DayDialog } from './DayDialog'
import { useSaved } from './useSaved'

type Day = WorkYear['days'][number]

/** WorkCalendar shows a year with its public holidays and the weekend days worked in exchange. */
export default function WorkCalendar() {
  const { t } = useSay()
  const ws = useWs()
  const write = useMay()('alert.write')
  const navigate = useNavigate()
  const search = useSearch({ from: '/w/$workspace/alerts/calendar' })
  const today = day(new Date().toISOString())
  const year = search.year ?? Number(today.slice(0, 4))
  const { data, error, refetch } = useQuery(workCalendarQuery(ws, year))
  const [editing, edit] = useState<string>()
  const save = useSaved([ws, 'work-calendar'], (calendar: WorkYear) => take(api.PUT('/api/v1/work-calendar/{year}', { params: { path: { year } }, body: { calendar, version: data?.made.version ?? 0 } })))
  const go = (to: number) => void navigate({ to: '.', search: { year: to } })
  const special = new Map((data?.calendar.days ?? []).map((d) => [d.date, d]))
  const put = (calendar: WorkYear) => save.mutate({ ...calendar, days: [...calendar.days].sort((a, b) => a.date.localeCompare(b.date)) })
  const change = (date: string, d?: Day) => {
    if (!data) return
    put({ ...data.calendar, days: [...data.calendar.days.filter((x) => x.date !== date), ...(d ? [d] : [])] })
    edit(undefined)
  }
  return (
    <div className="page">
      <PageHeader
        title={t('alertCentre.calendar')} note={t('workCalendar.note')}
        actions={<><Button icon={<LeftOutlined />} aria-label={t('workCalendar.before')} onClick={() => go(year - 1)} /><b>{year}</b><Button icon={<RightOutlined />} aria-label={t('workCalendar.after')} onClick={() => go(year + 1)} /></>}
      />
      <AlertRooms />
      {error && !data ? <ErrorState error={error} onRetry={() => void refetch()} /> : !data ? <Bones /> : (
        <div className="stack">
          {!data.known && <Notice tone="warn" title={t('workCalendar.unknown', { year })} text={t('workCalendar.unknownHint')} />}
          {data.known && data.calendar.example && (
            <Notice tone="warn" title={t('workCalendar.example', { year })} text={t('workCalendar.exampleHint')} action={write && <Button size="small" loading={save.isPending} onClick={() => put({ ...data.calendar, example: false })}>{t('workCalendar.confirm')}</Button>} />
          )}
          <Panel title={t('workCalendar.year', { year })} note={<span className="legend"><span><i className="holiday" />{t('workCalendar.holiday')}</span><span><i className="workday" />{t('workCalendar.workday')}</span><span>{t('workCalendar.hours', { from: data.calendar.opens || '09:00', to: data.calendar.closes || '18:00' })}</span></span>}>
            <div className="year">
              {Array.from({ length: 12 }, (_, m) => <Month key={m} year={year} month={m} special={special} today={today} onPick={write ? edit : undefined} />)}
            </div>
          </Panel>
        </div>
      )}
      {editing && <DayDialog date={editing} day={special.get(editing)} onClose={() => edit(undefined)} onSave={(d) => change(editing, d)} />}
    </div>
  )
}

function Month({ year, month, special, today, onPick }: { year: number; month: number; special: Map<string, Day>; today: string; onPick: ((date: string) => void) | undefined }) {
  const { t } = useSay()
  const first = new Date(Date.UTC(year, month, 1))
  const length = new Date(Date.UTC(year, month + 1, 0)).getUTCDate()
  const lead = (first.getUTCDay() + 6) % 7
  const names = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const
  return (
    <section className="month">
      <h3>{t('workCalendar.month', { n: month + 1 })}</h3>
      <div className="grid">
        {names.map((d) => <span key={d}>{t(`weekdayShort.${d}`)}</span>)}
        {Array.from({ length: lead }, (_, i) => <i key={i} aria-hidden />)}
        {Array.from({ length }, (_, i) => {
          const date = `${year}-${String(month + 1).padStart(2, '0')}-${String(i + 1).padStart(2, '0')}`
          const d = special.get(date)
          const weekend = (lead + i) % 7 > 4
          const kind = d?.kind ?? (weekend ? 'weekend' : '')
          return (
            <button key={date} type="button" disabled={!onPick} className={[kind, date === today && 'today'].filter(Boolean).join(' ')} title={d ? `${date} ${d.name}` : date} aria-label={d ? `${date} ${d.name}` : date} onClick={() => onPick?.(date)}>
              {i + 1}
              <small>{d ? t(d.kind === 'holiday' ? 'workCalendar.off' : 'workCalendar.on') : ''}</small>
            </button>
          )
        })}
      </div>
    </section>
  )
}
