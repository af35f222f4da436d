using Deque.AxeCore.Commons;

namespace Farlink.Browser.Tests;

/// <summary>axe-core: what keeps people with a screen reader, without a mouse or with weak eyes from using a page.</summary>
internal static class Axe
{
    private static readonly string Engine = new BundledAxeScriptProvider().GetScript();

    /// <summary>What it calls serious or critical, one line each.</summary>
    public static async Task<string[]> BarriersAsync(IPage page)
    {
        if (!await page.EvaluateAsync<bool>("() => 'axe' in window")) await page.EvaluateAsync<bool>($"{Engine}\n;true");
        return await page.EvaluateAsync<string[]>(
            """
            async () => {
                const { violations } = await window.axe.run(document, { resultTypes: ['violations'] });
                const isBad = one => one.impact === 'serious' || one.impact === 'critical';
                const lineOf = one => `${one.impact}: ${one.id}: ` + one.nodes.slice(0, 3)
                    .map(node => `${node.html.slice(0, 160)} (${node.failureSummary ?? ''})`).join(' | ');
                return violations.filter(isBad).map(lineOf);
            }
            """);
    }
}
