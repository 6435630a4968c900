import type { ThemeConfig } from 'antd'

/** The colours of every page. Text colours reach WCAG AA on both grounds (theme.test.ts). */
export const colours = {
  accent: '#1553b3',
  accentSoft: '#e8f0fb',
  text: '#1b2430',
  textSoft: '#4d5966',
  textFaint: '#626d7a',
  ground: '#f4f6f8',
  panel: '#ffffff',
  line: '#e2e6eb',
  lineStrong: '#cbd2da',
  good: '#11703c',
  goodSoft: '#e6f4eb',
  warn: '#8a5300',
  warnSoft: '#fdf3e0',
  bad: '#b3261e',
  badSoft: '#fcebea',
} as const

/** System fonts only: the console loads nothing from elsewhere. */
export const fontFamily =
  '"Inter", -apple-system, BlinkMacSystemFont, "Segoe UI", "PingFang SC", "Hiragino Sans GB", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", sans-serif'

/** What antd draws with. */
export const theme: ThemeConfig = {
  token: {
    colorPrimary: colours.accent,
    colorLink: colours.accent,
    colorInfo: colours.accent,
    colorSuccess: colours.good,
    colorWarning: colours.warn,
    colorError: colours.bad,
    colorText: colours.text,
    colorTextSecondary: colours.textSoft,
    colorTextTertiary: colours.textFaint,
    colorTextDescription: colours.textSoft,
    colorTextPlaceholder: colours.textFaint,
    colorBorder: colours.lineStrong,
    colorBorderSecondary: colours.line,
    colorBgLayout: colours.ground,
    borderRadius: 6,
    fontFamily,
    fontSize: 13,
    controlHeight: 30,
    motionDurationMid: '0.12s',
    motionDurationSlow: '0.16s',
  },
  components: {
    Drawer: { paddingLG: 20 },
    Segmented: { trackBg: '#e9edf1' },
    Tabs: { titleFontSize: 13, horizontalItemPadding: '8px 2px', horizontalItemGutter: 24 },
  },
}
