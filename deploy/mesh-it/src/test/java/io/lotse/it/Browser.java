package io.lotse.it;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;

import io.lotse.testfaults.NeedsProgram;

/** The browser of this machine, without a window. */
final class Browser implements AutoCloseable {
    static final String CHROMIUM = "chromium";
    static final String CHROMIUM_ELSEWHERE = "chromium-browser";
    static final String CHROME = "google-chrome";

    private static final Path PICTURES = Path.of("target", "screenshots");
    private static final String AXE = axe();

    private final Playwright playwright =
            Playwright.create(new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    private final com.microsoft.playwright.Browser browser = playwright
            .chromium()
            .launch(new BrowserType.LaunchOptions()
                    .setExecutablePath(NeedsProgram.Condition.find(CHROMIUM, CHROMIUM_ELSEWHERE, CHROME)
                            .orElseThrow())
                    .setArgs(List.of(
                            "--no-sandbox",
                            "--disable-gpu",
                            "--disable-quic",
                            "--no-first-run",
                            "--disable-background-networking",
                            "--disable-component-update",
                            "--disable-sync")));
    private final List<String> requested = new ArrayList<>();
    private final List<String> errors = new ArrayList<>();

    /** A page that is empty yet. */
    Page page(int width, ColorScheme scheme) {
        BrowserContext context = browser.newContext(new com.microsoft.playwright.Browser.NewContextOptions()
                .setViewportSize(width, 900)
                .setColorScheme(scheme));
        Page page = context.newPage();
        page.onRequest(request -> requested.add(request.url()));
        page.onPageError(errors::add);
        page.onConsoleMessage(message -> {
            if (message.type().equals("error")) {
                errors.add(message.text());
            }
        });
        return page;
    }

    /** All that its pages asked for. */
    List<String> requested() {
        return requested;
    }

    /** What its pages complained of, violations of the security policy among it. */
    List<String> errors() {
        return errors;
    }

    /** Keeps a picture among what the build leaves. */
    static void picture(Page page, String name) {
        page.screenshot(new Page.ScreenshotOptions()
                .setPath(PICTURES.resolve(name + ".png"))
                .setFullPage(true));
    }

    /** What axe finds against a page as it is shown now; empty if a page is for everybody. */
    static List<String> barriers(Page page) {
        if (Boolean.FALSE.equals(page.evaluate("'axe' in window"))) {
            page.evaluate(AXE);
        }
        Object found = page.evaluate("axe.run().then(found => found.violations.map(violation => violation.id + ': '"
                + " + violation.nodes.map(node => node.target.join(' ')).join(', ')))");
        return ((List<?>) found).stream().map(Object::toString).toList();
    }

    private static String axe() {
        try (InputStream in = Browser.class.getResourceAsStream("/axe.min.js")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }
}
