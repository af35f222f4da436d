import { defineConfig } from 'vite';

export default defineConfig({
    // Relative, so that the page also works under a path of a reverse proxy.
    base: './',
    build: {
        target: 'es2022',
        // Nothing inlined: the Content-Security-Policy allows scripts and styles from files alone.
        assetsInlineLimit: 0,
        modulePreload: { polyfill: false },
        // The output folder may lie outside of this one: where MSBuild wants it.
        emptyOutDir: true,
        reportCompressedSize: true,
    },
});
