import { useMutation, useQueryClient } from '@tanstack/react-query'
import { App } from 'antd'
import { messageOf } from '../../api/problem'
import { useSay } from '../../i18n/useSay'

/** useSaved saves a document of the alert centre, says so and loads it anew. */
export function useSaved<V>(key: unknown[], save: (v: V) => Promise<unknown>) {
  const { t, lang } = useSay()
  const { message } = App.useApp()
  const queries = useQueryClient()
  return useMutation({
    mutationFn: save,
    onSuccess: async () => {
      void message.success(t('settings.saved'))
      await queries.invalidateQueries({ queryKey: key })
    },
    onError: (e: Error) => {
      const m = messageOf(e, lang, t)
      void message.error([m.text, m.detail].filter(Boolean).join(' '))
    },
  })
}
