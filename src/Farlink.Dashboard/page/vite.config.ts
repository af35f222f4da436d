import { readFileSync } from 'node:fs';
import { defineConfig, type Plugin } from 'vite';

/** The licence of uPlot wants its text in every copy; what makes bundles small drops it. */
function licence(): Plugin {
    return {
        name: 'farlink-licence',
        generateBundle(_, files) {
            const text = readFileSync(new URL('./node_modules/uplot/LICENSE', import.meta.url), 'utf8').trim();
            for (const file of Object.values(files)) {
                if (file.type === 'chunk') file.code = `/* With uPlot.\n${text}\n*/\n${file.code}`;
            }
        },
    };
}

/** A dashboard that runs: what `npm run dev` shows. It takes requests for its own address and from its own page only. */
const running = 'http://127.0.0.1:8080';

export default defineConfig({
    server: {
        proxy: { '/api': { target: running, changeOrigin: true, headers: { origin: running } } },
    },
    plugins: [licence()],
    // Relative, so that the page also works under a path of a reverse proxy.
    base: './',
    build: {
        target: 'es2022',
        // Nothing inlined: the Content-Security-Policy allows scripts and styles from files alone.
        assetsInlineLimit: 0,
        modulePreload: { polyfill: false },
        // The output folder may lie outside of this one: where MSBuild wants it.
        emptyOutDir: true,
    },
});
