import i18next from 'i18next'
import type { TFunction } from 'i18next'
import { initReactI18next } from 'react-i18next'

/** Lang is a language of the console. */
export type Lang = 'zh' | 'en'

const remembered = 'heliu.lang'

// A page loads the words of its own language; the other's come when somebody asks for it.
const words = { zh: () => import('./zh.json'), en: () => import('./en.json') }

/** startLang is the language a page begins with: the one chosen before, else Chinese. */
export function startLang(): Lang {
  try {
    return localStorage.getItem(remembered) === 'en' ? 'en' : 'zh'
  } catch {
    return 'zh'
  }
}

let wanted: Lang = 'zh'

/** setLang changes the language of the page in place, once its words are there. */
export async function setLang(lang: Lang): Promise<void> {
  wanted = lang
  try {
    localStorage.setItem(remembered, lang)
  } catch {
    // a browser that keeps nothing starts in Chinese again
  }
  if (!i18next.hasResourceBundle(lang, 'translation')) i18next.addResourceBundle(lang, 'translation', (await words[lang]()).default)
  if (wanted !== lang) return // changed again meanwhile
  document.documentElement.lang = lang === 'zh' ? 'zh-CN' : 'en'
  await i18next.changeLanguage(lang)
}

/** startI18n must have run before the first page is drawn. */
export async function startI18n() {
  const lng = startLang()
  document.documentElement.lang = lng === 'zh' ? 'zh-CN' : 'en'
  await i18next.use(initReactI18next).init({
    lng,
    fallbackLng: false,
    resources: { [lng]: { translation: (await words[lng]()).default } },
    interpolation: { escapeValue: false },
    returnEmptyString: false,
  })
}

/** word translates one of a closed list of values (a status, a kind); a value without a word stays as it is. */
export function word(t: TFunction, group: string, value: string): string {
  return value === '' ? '' : t(`${group}.${value}`, { defaultValue: value })
}

/** Text is a sentence that the hub sends in both languages. */
export interface Text {
  zh: string
  en: string
}

/** say picks the sentence in the page's language. */
export function say(lang: string, text: Text | null | undefined): string {
  if (!text) return ''
  return lang.startsWith('zh') ? text.zh : text.en
}
