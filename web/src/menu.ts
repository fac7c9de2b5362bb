// The left menu: what each role comes here for. The service decides what may be seen and done.
import type { Component } from 'vue'
import {
  Bell, Calendar, Collection, DataAnalysis, Document, EditPen, Files, HomeFilled, Monitor, OfficeBuilding, Plus, Setting,
  Share, Stamp, User,
} from '@element-plus/icons-vue'

export interface Entry {
  path: string
  title: string
  icon: Component
  roles?: string[]
}

const STAFF = ['officer', 'chief', 'legal']
const FIGURES = [...STAFF, 'statistician']
export const MENU: Entry[] = [
  { path: '/', title: '首页', icon: HomeFilled },
  { path: '/register', title: '登记纠纷', icon: Plus, roles: ['officer', 'chief'] },
  { path: '/disputes', title: '纠纷台账', icon: Files, roles: STAFF },
  { path: '/clocks', title: '期限与提醒', icon: Bell, roles: STAFF },
  { path: '/reviews', title: '审核', icon: Stamp, roles: ['chief', 'legal'] },
  { path: '/referrals', title: '移交', icon: Share, roles: STAFF },
  { path: '/samples', title: '抽查回访', icon: Collection, roles: STAFF },
  { path: '/calendar', title: '调解排期', icon: Calendar, roles: STAFF },
  { path: '/statistics', title: '统计分析', icon: DataAnalysis, roles: FIGURES },
  { path: '/report', title: '年度报告', icon: Document, roles: FIGURES },
  { path: '/activities', title: '工作量数据', icon: EditPen, roles: FIGURES },
  { path: '/units', title: '单位', icon: OfficeBuilding },
  { path: '/officers', title: '人员', icon: User },
  { path: '/settings', title: '基础设置', icon: Setting },
  { path: '/operations', title: '运行情况', icon: Monitor, roles: ['system_admin', 'audit_admin'] },
]
