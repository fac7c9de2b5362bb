import { ElMessage } from 'element-plus'
import { createRouter, createWebHistory, type RouteRecordRaw } from 'vue-router'
import { loadDictionaries } from './dictionary'
import { refusal } from './api/client'
import { account, recall } from './session'

declare module 'vue-router' {
  interface RouteMeta {
    title?: string
    open?: boolean
  }
}

const pages: RouteRecordRaw[] = [
  { path: '', component: () => import('./views/Home.vue'), meta: { title: '首页' } },
  { path: 'register', component: () => import('./views/Register.vue'), meta: { title: '登记纠纷' } },
  { path: 'disputes', component: () => import('./views/Disputes.vue'), meta: { title: '纠纷台账' } },
  { path: 'disputes/:id(\\d+)', component: () => import('./views/Case.vue'), meta: { title: '纠纷' } },
  { path: 'clocks', component: () => import('./views/Clocks.vue'), meta: { title: '期限与提醒' } },
  { path: 'reviews', component: () => import('./views/Reviews.vue'), meta: { title: '审核' } },
  { path: 'referrals', component: () => import('./views/Referrals.vue'), meta: { title: '移交' } },
  { path: 'samples', component: () => import('./views/Samples.vue'), meta: { title: '抽查回访' } },
  { path: 'calendar', component: () => import('./views/Calendar.vue'), meta: { title: '调解排期' } },
  { path: 'officers', component: () => import('./views/Officers.vue'), meta: { title: '人员' } },
  { path: 'units', component: () => import('./views/Units.vue'), meta: { title: '单位' } },
  { path: 'statistics', component: () => import('./views/Statistics.vue'), meta: { title: '统计分析' } },
  { path: 'statistics/ranking', component: () => import('./views/statistics/Ranking.vue'), meta: { title: '单位排名' } },
  { path: 'statistics/comparison', component: () => import('./views/statistics/Comparison.vue'), meta: { title: '比较' } },
  { path: 'statistics/hearing-effect', component: () => import('./views/statistics/HearingEffect.vue'), meta: { title: '听证式调解效果' } },
  { path: 'statistics/balance', component: () => import('./views/statistics/Balance.vue'), meta: { title: '收结平衡' } },
  { path: 'statistics/signals', component: () => import('./views/statistics/Signals.vue'), meta: { title: '数据核实' } },
  { path: 'statistics/definitions', component: () => import('./views/statistics/Definitions.vue'), meta: { title: '指标定义' } },
  { path: 'activities', component: () => import('./views/Activities.vue'), meta: { title: '工作量数据' } },
  { path: 'report', component: () => import('./views/Reports.vue'), meta: { title: '年度报告' } },
  { path: 'report/:id(\\d+)', component: () => import('./views/Report.vue'), meta: { title: '报告' } },
  { path: 'settings', redirect: '/settings/holidays' },
  { path: 'settings/holidays', component: () => import('./views/settings/Holidays.vue'), meta: { title: '放假安排' } },
  { path: 'settings/rooms', component: () => import('./views/settings/Rooms.vue'), meta: { title: '调解室' } },
  { path: 'settings/panel', component: () => import('./views/settings/Panel.vue'), meta: { title: '听证员库' } },
  { path: 'settings/draws', component: () => import('./views/settings/Draws.vue'), meta: { title: '回访抽样' } },
  { path: 'settings/case-files', component: () => import('./views/settings/CaseFiles.vue'), meta: { title: '归卷规则' } },
  { path: 'settings/outline', component: () => import('./views/settings/Outline.vue'), meta: { title: '年报提纲' } },
  { path: 'settings/templates', component: () => import('./views/settings/Templates.vue'), meta: { title: '文书模板' } },
  { path: 'settings/dictionaries', component: () => import('./views/settings/Dictionaries.vue'), meta: { title: '字典' } },
  { path: 'operations', component: () => import('./views/Operations.vue'), meta: { title: '运行情况' } },
]

export const router = createRouter({
  history: createWebHistory('/console/'),
  routes: [
    { path: '/sign-in', component: () => import('./views/SignIn.vue'), meta: { title: '登录', open: true } },
    { path: '/', component: () => import('./views/Layout.vue'), children: pages },
    { path: '/:rest(.*)*', component: () => import('./views/Missing.vue'), meta: { title: '没有此页', open: true } },
  ],
})

router.beforeEach(async (to) => {
  document.title = `${to.meta.title ?? ''} - 枫桥`
  if (to.meta.open) return true
  if (!account.value && !(await recall())) return { path: '/sign-in', query: { to: to.fullPath } }
  await loadDictionaries()
  return true
})

// A page whose program could not be fetched: the server is away, or a newer console has taken the
// place of this one. Browsers remember the failure, so that only loading everything anew helps.
const UNFETCHED = /dynamically imported module|module script|preload CSS/i
router.onError(async (error, to) => {
  if (!UNFETCHED.test(String(error))) return
  const reached = await fetch('/console/', { method: 'HEAD', cache: 'no-store' }).catch(() => null)
  if (reached?.ok) window.location.assign(router.resolve(to.fullPath).href)
  else ElMessage.error(refusal(0, null).message)
})
