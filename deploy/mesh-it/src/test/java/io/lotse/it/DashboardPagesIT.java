package io.lotse.it;

import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.WaitForSelectorState;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

import io.lotse.testfaults.NeedsProgram;

import static org.assertj.core.api.Assertions.assertThat;

/** The pages of a node's dashboard in a real browser: what they show, what they do, and whether everybody can use them. */
@NeedsProgram(
        value = {Browser.CHROMIUM, Browser.CHROMIUM_ELSEWHERE, Browser.CHROME},
        install = "apt-get install chromium")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DashboardPagesIT {
    private static final double PATIENCE_MILLIS = 60_000;

    /** By the page's address: something that it shows of the mesh below. */
    private static final Map<String, String> PAGES = Map.of(
            "", "orders-1",
            "topology", "billing",
            "alerts", "the tape is full",
            "reports", "Make a report",
            "events", "orders.created",
            "ports", "orders-1",
            "gateway", "the control API",
            "cluster", "on the voters' disks",
            "configuration", "Configuration of development",
            "service/orders", "orders-1");

    private Mesh mesh;
    private NodeProcess node;
    private Browser browser;

    @BeforeAll
    void startWithTwoServicesAnAlertAndATopic(@TempDir Path home) {
        mesh = new Mesh(home);
        node = mesh.start("a");
        browser = new Browser();
        register(new JsonObject().put("service_name", "billing").put("service_id", "billing-1"));
        register(new JsonObject()
                .put("service_name", "orders")
                .put("service_id", "orders-1")
                .put("dependencies", new JsonArray().add("billing-1")));
        raise("TapeFull", "the tape is full");
        publish("orders.created", 1);
    }

    @AfterAll
    void stop() {
        if (browser != null) {
            browser.close();
        }
        mesh.close();
    }

    @Test
    void everyPageShowsTheMeshHasNoBarrierInBothThemesAndFitsANarrowScreen() {
        Page page = at("");
        PAGES.forEach((address, shown) -> {
            page.evaluate("location.hash = '#" + address + "'");
            appears(page.locator("main").getByText(shown));

            String name = address.isEmpty() ? "overview" : address.replace('/', '-');
            for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
                page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
                Browser.picture(page, name + "-" + scheme.name().toLowerCase(Locale.ROOT));
                assertThat(Browser.barriers(page)).as(name + " " + scheme).isEmpty();
            }
            page.setViewportSize(380, 900);
            assertThat(page.evaluate("document.documentElement.scrollWidth"))
                    .as(name)
                    .isEqualTo(380);
            page.setViewportSize(1280, 900);
        });
        assertThat(browser.errors()).isEmpty();
        page.context().close();
    }

    @Test
    void findsAPortFromOneKeyAndSaysWhoHoldsIt() {
        Page page = at("");
        appears(page.locator("services-list").getByText("orders-1"));
        String port = page.locator("services-list tr")
                .filter(new Locator.FilterOptions().setHasText("orders-1"))
                .locator("td a")
                .first()
                .innerText()
                .replaceFirst(".*:", "");

        page.keyboard().press("/");
        page.keyboard().type(port);
        appears(page.locator("search-box [role=option]").getByText(port + "/tcp"));
        page.keyboard().press("Enter");

        appears(page.locator("port-why").getByText("is held by orders-1 of service orders"));
        page.context().close();
    }

    @Test
    void acknowledgesAnAlertAndSilencesAnother() {
        raise("Smoke", "there is smoke");
        Page page = at("alerts");
        page.locator("alerts-list").getByText("there is smoke").click();
        button(page, "Acknowledge…").click();
        page.locator("action-dialog input[name=author]").fill("ada");
        button(page, "Acknowledge").click();
        appears(page.locator("alert-detail").getByText("Looked after by"));

        raise("Noise", "there is noise");
        page.navigate(node.control() + "/#alerts");
        page.locator("alerts-list").getByText("there is noise").click();
        button(page, "Silence…").click();
        button(page, "Silence").click();
        assertThat(page.locator("action-dialog input[name=comment]:invalid").count())
                .isOne();
        page.locator("action-dialog input[name=comment]").fill("works are going on");
        button(page, "Silence").click();
        page.locator("action-dialog dialog[open]").waitFor(gone());
        page.navigate(node.control() + "/#alerts?show=silenced");
        appears(page.locator("alerts-list").getByText("there is noise"));
        button(page, "End…").click();
        button(page, "End the silence").click();
        appears(page.getByText("Nothing is silenced"));
        page.context().close();
    }

    @Test
    void saysWhatAConfigurationWouldChangeAndPutsBackWhatWasBefore() {
        Page page = at("configuration/test");
        Locator text = page.locator("json-editor textarea");
        text.waitFor();
        String before = text.inputValue();

        text.fill(before.replace("\"heartbeat_timeout\": 30", "\"heartbeat_timeout\": -3"));
        appears(page.getByText("heartbeat_timeout is -3"));
        assertThat(browser.errors().remove(browser.errors().size() - 1)).contains("400");
        assertThat(button(page, "Apply").isDisabled()).isTrue();
        text.fill(before.replace("\"heartbeat_timeout\": 30", "\"heartbeat_timeout\": 45"));
        appears(page.locator("json-editor li").getByText("heartbeat_timeout"));
        button(page, "Apply").click();
        appears(button(page, "Put back what was before"));
        assertThat(text.inputValue()).contains("\"heartbeat_timeout\": 45");
        button(page, "Put back what was before").click();
        button(page, "Put back what was before").waitFor(gone());
        assertThat(text.inputValue()).isEqualTo(before);
        page.context().close();
    }

    @Test
    void hearsATopicLiveAndPublishesOnIt() {
        Page page = at("events/orders.created");
        appears(page.locator("topic-tail").getByText("Live"));

        publish("orders.created", 4711);
        appears(page.locator("topic-tail").getByText("4711"));
        button(page, "Publish an event…").click();
        page.locator("action-dialog textarea").fill("{\"order\": 4712");
        button(page, "Publish an event").click();
        appears(page.getByText("The data are no JSON"));
        page.locator("action-dialog textarea").fill("{\"order\": 4712}");
        button(page, "Publish an event").click();
        appears(page.locator("topic-tail").getByText("4712"));
        page.context().close();
    }

    @Test
    void makesAReportAndShowsIt() {
        Page page = at("reports");
        button(page, "Make a report…").click();
        button(page, "Make a report").click();

        appears(page.locator("report-view").getByText("the whole mesh"));
        assertThat(page.url()).contains("#reports/");
        page.context().close();
    }

    private Page at(String address) {
        Page page = browser.page(1280, ColorScheme.LIGHT);
        page.navigate(node.control() + "/#" + address);
        return page;
    }

    /** The last one: a dialog comes after what opens it. */
    private static Locator button(Page page, String text) {
        return page.locator("button")
                .getByText(text, new Locator.GetByTextOptions().setExact(true))
                .last();
    }

    private void register(JsonObject instance) {
        int status = Http.post(node.control() + "/api/v1/ipmanager/register", instance)
                .statusCode();
        assertThat(status).isEqualTo(201);
    }

    /** As another program that watches something would. */
    private void raise(String name, String detail) {
        JsonObject alert = new JsonObject()
                .put("labels", new JsonObject().put("alertname", name).put("severity", "warning"))
                .put("annotations", new JsonObject().put("summary", detail));
        assertThat(post("/api/v2/alerts", "application/json", new JsonArray(List.of(alert)).encode()))
                .isEqualTo(200);
    }

    private void publish(String topic, int order) {
        JsonObject event = new JsonObject()
                .put("specversion", "1.0")
                .put("id", "order-" + order)
                .put("source", "/test")
                .put("type", "order.created")
                .put("data", new JsonObject().put("order", order));
        assertThat(post("/api/v1/events/" + topic, "application/cloudevents+json", event.encode()))
                .isBetween(200, 299);
    }

    private int post(String path, String type, String body) {
        return Http.send(HttpRequest.newBuilder(URI.create(node.control() + path))
                        .header("Content-Type", type)
                        .POST(HttpRequest.BodyPublishers.ofString(body)))
                .statusCode();
    }

    private static void appears(Locator what) {
        what.first().waitFor(new Locator.WaitForOptions().setTimeout(PATIENCE_MILLIS));
    }

    private static Locator.WaitForOptions gone() {
        return new Locator.WaitForOptions()
                .setState(WaitForSelectorState.DETACHED)
                .setTimeout(PATIENCE_MILLIS);
    }
}
