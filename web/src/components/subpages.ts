export interface SubPage {
  path: string
  title: string
  roles?: string[]
}

const LEADERS = ['chief', 'legal', 'statistician']
const CASES = ['officer', 'chief', 'legal']

export const STATISTICS: SubPage[] = [
  { path: '/statistics', title: '总览' },
  { path: '/statistics/ranking', title: '单位排名' },
  { path: '/statistics/comparison', title: '期间和单位比较' },
  { path: '/statistics/hearing-effect', title: '听证式调解效果' },
  { path: '/statistics/balance', title: '收结平衡', roles: CASES },
  { path: '/statistics/signals', title: '数据核实', roles: LEADERS },
  { path: '/statistics/definitions', title: '指标定义' },
]

export const SETTINGS: SubPage[] = [
  { path: '/settings/holidays', title: '放假安排' },
  { path: '/settings/rooms', title: '调解室' },
  { path: '/settings/panel', title: '听证员库', roles: CASES },
  { path: '/settings/draws', title: '回访抽样', roles: CASES },
  { path: '/settings/case-files', title: '归卷规则', roles: CASES },
  { path: '/settings/outline', title: '年报提纲', roles: LEADERS },
  { path: '/settings/templates', title: '文书模板', roles: ['system_admin'] },
  { path: '/settings/dictionaries', title: '字典' },
]
