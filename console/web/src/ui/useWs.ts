import { useParams } from '@tanstack/react-router'
import { useQuery } from '@tanstack/react-query'
import { meQuery } from '../api/queries'

/** useWs gives the short name of the page's workspace. */
export function useWs(): string {
  return useParams({ from: '/w/$workspace' }).workspace
}

/** useMay tells whether the caller may do something in the page's workspace. */
export function useMay(): (action: string) => boolean {
  const { data } = useQuery(meQuery(useWs()))
  return (action) => data?.actions.some((a) => a === action) ?? false
}
