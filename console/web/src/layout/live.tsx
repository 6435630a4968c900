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

/**
 * LiveProvider listens to the workspace's events and loads anew what they say has changed.
 * The event's name is its topic; reset means that some were missed, over that the session ended.
 */
export function LiveProvider({ workspace, children }: { workspace: string; children: ReactNode }) {
  const queries = useQueryClient()
  const router = useRouter()
  const [state, setState] = useState<LiveState>('opening')
  useEffect(() => {
    const refresher = new Refresher((topic) => {
      void queries.invalidateQueries({ queryKey: topic === '*' ? [workspace] : [workspace, topic] })
      if (topic === 'workspaces') void queries.invalidateQueries({ queryKey: ['me'] })
    })
    const signedOut = () => {
      queries.removeQueries({ queryKey: ['me'] })
      void router.invalidate()
    }
    let lost = false
    const listener = new Listener({
      url: '/api/v1/events',
      headers: { 'X-Heliu-Workspace': workspace },
      onEvent: (e) => (e.type === 'over' ? signedOut() : refresher.changed(e.type === 'reset' ? '*' : e.type)),
      onState: (s) => {
        if (s === 'open' && lost) refresher.changed('*')
        lost = s === 'lost'
        setState(s)
      },
      onSignedOut: signedOut,
    })
    listener.start()
    return () => {
      listener.stop()
      refresher.stop()
    }
  }, [workspace, queries, router])
  return <Live.Provider value={state}>{children}</Live.Provider>
}
