import { useEffect, useState } from 'react'

/** useNow gives the present moment anew every few seconds, for texts such as "3 minutes ago". */
export function useNow(everyMs = 5000): Date {
  const [now, setNow] = useState(() => new Date())
  useEffect(() => {
    const id = setInterval(() => setNow(new Date()), everyMs)
    return () => clearInterval(id)
  }, [everyMs])
  return now
}
