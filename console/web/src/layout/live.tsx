import { createContext, useContext, useEffect, useState } from 'react'
import type { ReactNode } from 'react'
import { useQueryClient } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { Listener } from '../api/events'
import type { LiveState } from '../api/events'
import { Refresher } from './refresher'

const Live = createContext<LiveState>('opening')

/** useLive tells whether the page still hears from the hub. */
export function useLive(): LiveState {
  return useContext(Live)
}

/** LiveProvider listens to the workspace's events and loads anew what they say has changed. */
export function LiveProvider({ workspace, children }: { workspace: string; children: ReactNode }) {
  const queries = useQueryClient()
  const router = useRouter()
  const [state, setState] = useState<LiveState>('opening')
  useEffect(() => {
    const refresher = new Refresher((topic) => void queries.invalidateQueries({ queryKey: topic === '*' ? [workspace] : [workspace, topic] }))
    let lost = false
    const listener = new Listener({
      url: '/api/v1/events?topics=connections,customers,matrix,payments,workspaces',
      headers: { 'X-Heliu-Workspace': workspace },
      onEvent: (e) => refresher.changed(topicOf(e.type, e.data)),
      onState: (s) => {
        if (s === 'open' && lost) refresher.changed('*')
        lost = s === 'lost'
        setState(s)
      },
      onSignedOut: () => void router.invalidate(),
    })
    listener.start()
    return () => {
      listener.stop()
      refresher.stop()
    }
  }, [workspace, queries, router])
  return <Live.Provider value={state}>{children}</Live.Provider>
}

// The event's type is its topic; "reload" means that the hub no longer knows what was missed.
function topicOf(type: string, data: string): string {
  if (type !== 'message') return type === 'reload' ? '*' : type
  try {
    return (JSON.parse(data) as { topic?: string }).topic ?? '*'
  } catch {
    return '*'
  }
}
