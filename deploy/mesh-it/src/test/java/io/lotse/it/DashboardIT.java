package io.lotse.it;

import java.nio.file.Path;
import java.util.Map;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.WaitForSelectorState;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

import io.lotse.testfaults.NeedsProgram;

import static org.assertj.core.api.Assertions.assertThat;

/** The dashboard of one of two nodes in a real browser; the page is opened once and never loaded again. */
@NeedsProgram(
        value = {Browser.CHROMIUM, Browser.CHROMIUM_ELSEWHERE, Browser.CHROME},
        install = "apt-get install chromium")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DashboardIT {
    private static final String REGISTER = "/api/v1/ipmanager/register";
    private static final String DEREGISTER = "/api/v1/ipmanager/deregister";
    private static final double LIVE_MILLIS = 60_000;
    private static final double NOTICED_MILLIS = 60_000;

    private Mesh mesh;
    private NodeProcess a;
    private NodeProcess b;
    private Browser browser;
    private Page page;

    @BeforeAll
    void openThePage(@TempDir Path home) {
        mesh = new Mesh(home);
        a = mesh.start("a");
        b = mesh.join(a, "b");
        browser = new Browser();
        page = browser.page(1280, ColorScheme.LIGHT);
        page.navigate(a.control() + "/");
        page.evaluate("document.marker = 'the first load'");
    }

    @AfterAll
    void stop() {
        if (browser != null) {
            browser.close();
        }
        mesh.close();
    }

    @Test
    @Order(1)
    void saysWhatToDoWhereNothingIsRegistered() {
        appears(page.getByText("./lotse run --name hello"));
        appears(page.getByText("Live", exactly()));
        turnTo("Cluster");
        appears(member("a"));
        appears(member("b"));
        turnTo("Overview");
    }

    @Test
    @Order(2)
    void showsAServiceOnceItIsRegisteredAtAnotherNode() {
        register("orders", "orders-1");
        appears(services().getByText("orders-1", inside()));
        appears(page.locator("change-feed").getByText("registered", inside()));

        register("billing", "billing-1");
        appears(services().getByText("billing-1", inside()));
        Browser.picture(page, "dashboard-light");
    }

    @Test
    @Order(3)
    void takesAwayAServiceThatIsDeregistered() {
        int status = Http.post(b.control() + DEREGISTER, new JsonObject().put("service_id", "orders-1"))
                .statusCode();

        assertThat(status).isEqualTo(204);
        goes(services().getByText("orders-1", inside()));
        appears(services().getByText("billing-1", inside()));
    }

    @Test
    @Order(4)
    void showsHostileNamesAsText() {
        String script = "<img src=x onerror=alert(1)><script>alert(1)</script>";
        String rightToLeft = "\u202eevil \u0634\u0628\u0643\u0629";
        JsonArray hostile = new JsonArray()
                .add(instance(script, "javascript:alert(1)"))
                .add(instance("x".repeat(200), "long"))
                .add(instance(rightToLeft, "rtl"));
        Page narrow = browser.page(380, ColorScheme.DARK);
        narrow.onDialog(dialog -> {
            browser.errors().add("a dialog: " + dialog.message());
            dialog.dismiss();
        });
        narrow.route(
                "**/api/v1/ipmanager/services?*",
                route -> route.fulfill(new Route.FulfillOptions()
                        .setContentType("application/json")
                        .setHeaders(Map.of("Lotse-Revision", "0"))
                        .setBody(new JsonObject()
                                .put("items", hostile)
                                .putNull("next")
                                .encode())));
        narrow.navigate(a.control() + "/");

        appears(narrow.locator("services-list").getByText(script).first());
        appears(narrow.locator("services-list").getByText(rightToLeft).first());
        assertThat(narrow.locator("services-list a[href^=javascript]").count()).isZero();
        assertThat(narrow.evaluate("document.documentElement.scrollWidth")).isEqualTo(380);
        Browser.picture(narrow, "dashboard-dark-hostile-380");
        narrow.context().close();
    }

    @Test
    @Order(5)
    void takesAwayAMemberThatWasKilled() {
        turnTo("Cluster");
        appears(member("b"));
        b.crash();

        member("b").waitFor(gone(NOTICED_MILLIS));
        appears(member("a"));
        turnTo("Overview");
        appears(page.locator("change-feed").getByText("left", inside()));
    }

    @Test
    @Order(6)
    void showsTheRoutesOnTheGatewaysPage() {
        turnTo("Gateway");
        appears(page.getByText("No route is declared"));

        JsonObject route = new JsonObject()
                .put("match", new JsonObject().put("path", "/shop/**"))
                .put("targets", new JsonArray().add(new JsonObject().put("service", "billing")));
        int status =
                Http.put(a.control() + "/api/v1/gateway/routes/shop", route).statusCode();

        assertThat(status).isIn(200, 201);
        appears(page.locator("routes-table").getByText("/shop/**", inside()));
        appears(page.locator("routes-table").getByText("billing"));
        appears(page.locator("upstreams-table").getByText("the control API", inside()));
        Browser.picture(page, "dashboard-gateway-light");
        turnTo("Overview");
        appears(services().getByText("billing-1", inside()));
    }

    @Test
    @Order(7)
    void showsWhatWasMeasuredOfAService() {
        for (int i = 0; i < 20; i++) {
            Http.get(a.gateway() + "/api/billing/");
        }
        services().locator("a[href='#service/billing']").click();

        appears(page.getByText("Nothing is found to be wrong"));
        appears(page.locator("time-chart canvas"));
        appears(page.locator("service-instances").getByText("billing-1"));
        Browser.picture(page, "dashboard-service-light");
        page.getByText("6 hours", exactly()).click();
        appears(page.locator("service-charts a[aria-current]").getByText("6 hours"));
        assertThat(page.url()).endsWith("#service/billing?range=6h");
    }

    @Test
    @Order(8)
    void saysWhoIsAffectedBeforeAnInstanceIsDeregisteredAndWhyItIsRefused() {
        int status = Http.post(
                        a.control() + REGISTER,
                        service("billing", "spare-1").put("dependencies", new JsonArray().add("billing-1")))
                .statusCode();
        assertThat(status).isEqualTo(201);
        page.route(
                "**" + DEREGISTER,
                route -> route.fulfill(new Route.FulfillOptions()
                        .setStatus(503)
                        .setContentType("application/problem+json")
                        .setBody("{\"detail\":\"no majority of voters: try again\"}")));

        actionOf("billing-1").click();
        appears(page.getByText("spare-1 depends on it"));
        appears(page.getByText("1 active instance of billing will be left"));
        page.getByText("Deregister", exactly()).click();
        appears(page.getByText("no majority of voters: try again"));
        assertThat(browser.errors().remove(browser.errors().size() - 1)).contains("503");
        page.getByText("Cancel", exactly()).click();

        page.unroute("**" + DEREGISTER);
        actionOf("spare-1").click();
        page.getByText("Deregister", exactly()).click();
        goes(page.locator("service-instances").getByText("spare-1"));
        appears(page.locator("service-instances").getByText("billing-1"));
        turnTo("Overview");
    }

    @Test
    @Order(9)
    void asksNobodyElseAndBreaksNoPolicy() {
        assertThat(browser.requested()).allMatch(url -> url.startsWith(a.control() + "/"));
        assertThat(browser.errors()).isEmpty();
    }

    @Test
    @Order(10)
    void saysThatItIsCutOffAndComesBackByItself() {
        a.crash();
        appears(page.getByText("Disconnected from this node since"));
        appears(services().getByText("billing-1", inside()));

        a = mesh.startAgain(a);

        page.getByText("Live", exactly()).waitFor(new Locator.WaitForOptions().setTimeout(NOTICED_MILLIS));
        goes(page.getByText("Disconnected from this node since"));
        Http.post(a.control() + REGISTER, service("later", "later-1"));
        appears(services().getByText("later-1", inside()));
        assertThat(page.evaluate("document.marker")).isEqualTo("the first load");
    }

    /** Follows a link of the page's head. */
    private void turnTo(String name) {
        page.locator("header nav a").getByText(name, inside()).click();
    }

    private void register(String service, String id) {
        int status = Http.post(b.control() + REGISTER, service(service, id)).statusCode();
        assertThat(status).isEqualTo(201);
    }

    private static JsonObject service(String service, String id) {
        return new JsonObject().put("service_name", service).put("service_id", id);
    }

    private static JsonObject instance(String name, String address) {
        return service(name, name)
                .put("service_type", name)
                .put("ip_address", address)
                .put("port", 8000)
                .put("protocol", "tcp")
                .put("status", "active")
                .put("environment", "development")
                .put("registered_at", "2026-03-01T12:00:00Z");
    }

    private Locator services() {
        return page.locator("services-list");
    }

    private Locator actionOf(String instance) {
        return page.locator("service-instances tbody tr")
                .filter(new Locator.FilterOptions().setHasText(instance))
                .locator("button");
    }

    private Locator member(String name) {
        return page.locator("members-table tbody th").getByText(name, inside());
    }

    private static Locator.GetByTextOptions inside() {
        return new Locator.GetByTextOptions().setExact(true);
    }

    private static Page.GetByTextOptions exactly() {
        return new Page.GetByTextOptions().setExact(true);
    }

    private static void appears(Locator what) {
        what.first().waitFor(new Locator.WaitForOptions().setTimeout(LIVE_MILLIS));
    }

    private static void goes(Locator what) {
        what.first().waitFor(gone(LIVE_MILLIS));
    }

    private static Locator.WaitForOptions gone(double millis) {
        return new Locator.WaitForOptions()
                .setState(WaitForSelectorState.DETACHED)
                .setTimeout(millis);
    }
}
