import { Link } from '@tanstack/react-router'
import { useQuery } from '@tanstack/react-query'
import { connectorsQuery } from '../api/queries'
import type { Ref } from '../api/types'
import { useSay } from '../i18n/useSay'
import { useMay, useWs } from './useWs'

/** useSystem gives the title of a kind of system in the page's language. */
export function useSystem(): (connector: string) => string {
  const ws = useWs()
  const { say } = useSay()
  const may = useMay()
  const { data } = useQuery({ ...connectorsQuery(ws), enabled: may('connection.read') })
  return (connector) => {
    const title = data?.items.find((c) => c.name === connector)?.title
    return title ? say(title) : connector
  }
}

/** Source is a chip that names a source record and opens its page. */
export function Source({ of, short }: { of: Ref | null | undefined; short?: boolean }) {
  const ws = useWs()
  const system = useSystem()
  if (!of) return <span className="faint">–</span>
  return (
    <Link
      className="source"
      to="/w/$workspace/records/$connection/$stream/$"
      params={{ workspace: ws, connection: of.connection_name, stream: of.stream, _splat: of.key }}
      title={of.name}
    >
      <span className="sys">{system(of.connector)}</span>
      <span className="key">{short ? of.key : `${of.stream}/${of.key}`}</span>
    </Link>
  )
}
