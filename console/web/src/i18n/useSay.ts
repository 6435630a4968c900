import { useTranslation } from 'react-i18next'
import { say, word } from '.'
import type { Text } from '.'

/** useSay gives translators bound to the page's language. */
export function useSay() {
  const { t, i18n } = useTranslation()
  return {
    t,
    lang: i18n.language,
    say: (text: Text | null | undefined) => say(i18n.language, text),
    word: (group: string, value: string) => word(t, group, value),
  }
}
