import { fileURLToPath } from 'node:url'
import vue from '@vitejs/plugin-vue'
import { ElementPlusResolver } from 'unplugin-vue-components/resolvers'
import components from 'unplugin-vue-components/vite'
import { defineConfig } from 'vite'

// `make web`: the service that the development server passes requests on to.
const service = process.env.SERVICE ?? 'http://127.0.0.1:8000'
// The service accepts writes from its own origin only, in development too.
const passed = {
  target: service,
  changeOrigin: true,
  headers: { origin: service, referer: `${service}/` },
}

export default defineConfig({
  base: '/static/console/',
  plugins: [
    vue(),
    components({ resolvers: [ElementPlusResolver({ importStyle: 'css' })], dts: true, dirs: [] }),
  ],
  resolve: { alias: { '@': fileURLToPath(new URL('src', import.meta.url)) } },
  server: { proxy: { '/api': passed, '/_allauth': passed, '/admin': passed } },
  build: {
    // Machines of county stations run browsers of 2020 and later.
    target: 'chrome87',
    assetsInlineLimit: 0, // the content security policy knows no data: fonts or scripts
    chunkSizeWarningLimit: 700,
  },
})
