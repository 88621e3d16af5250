package io.lotse.launcher.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;

import io.vertx.core.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import picocli.CommandLine;

import io.lotse.testfaults.NeedsProgram;

import static org.assertj.core.api.Assertions.assertThat;

/** On a host whose managers are stand-ins that write down what they are asked, and do as much of it as shows. */
class ServiceCommandTest {
    private static final String SYSTEMCTL =
            """
            case "$*" in
                *is-enabled*) echo enabled ;;
                *is-active*) echo active ;;
            esac
            """;
    private static final String CRONTAB =
            """
            case $1 in
                -l) [ -f "$HOST/crontab" ] || { echo "no crontab for somebody" >&2; exit 1; }; /bin/cat "$HOST/crontab" ;;
                -r) /bin/rm "$HOST/crontab" ;;
                -) /bin/cat >"$HOST/crontab" ;;
            esac
            """;

    @TempDir
    private Path host;

    private final Map<String, String> environment = new HashMap<>();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private Path home;

    @BeforeEach
    void setUp() throws IOException {
        home = Files.createDirectories(host.resolve("home"));
        environment.put("HOME", home.toString());
        environment.put("LOTSE_HOME", home.resolve(".lotse").toString());
        environment.put("PATH", host.resolve("bin").toString());
    }

    private void program(String name, String script) throws IOException {
        Path file = host.resolve("bin").resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/sh\nHOST=" + host + "\necho \"${0##*/} $*\" >>\"$HOST/asked\"\n" + script);
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    private int lotse(String... arguments) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        CommandLine lotse = Cli.commandLine(environment, config -> Future.failedFuture("nothing is started here"));
        lotse.setOut(new PrintWriter(out));
        lotse.setErr(new PrintWriter(err));
        return lotse.execute(arguments);
    }

    private List<String> asked() throws IOException {
        Path asked = host.resolve("asked");
        List<String> lines = Files.exists(asked) ? Files.readAllLines(asked) : List.of();
        Files.deleteIfExists(asked);
        return lines.stream()
                .filter(line -> !line.matches(".* show .*|crontab -l|.* /Query .*|.* status"))
                .toList();
    }

    /** All that lies in the user's folder, folders too. */
    private Map<String, String> traces() throws IOException {
        Map<String, String> found = new TreeMap<>();
        try (Stream<Path> files = Files.walk(home)) {
            for (Path file : files.toList()) {
                String content =
                        Files.isDirectory(file) ? "a folder" : Files.readString(file, StandardCharsets.ISO_8859_1);
                found.put(home.relativize(file).toString(), content);
            }
        }
        return found;
    }

    @Test
    void aUnitOfTheUserIsBegunAndUndoneWithoutATrace() throws IOException {
        program("systemctl", SYSTEMCTL);
        Files.createDirectories(home.resolve(".config/other"));
        Map<String, String> before = traces();

        assertThat(lotse("service", "install", "--mode", "service", "--user", "--", "--gateway-port", "8123"))
                .as(err.toString())
                .isZero();
        String unit = Files.readString(home.resolve(".config/systemd/user/lotse.service"));
        assertThat(unit)
                .contains("Type=notify\n", "KillMode=process\n", "WatchdogSec=30\n", "WantedBy=default.target\n")
                .contains("start --no-detach --gateway-port 8123\n")
                .contains("LOTSE_HOME=" + home.resolve(".lotse"))
                .doesNotContain("User=");
        assertThat(asked())
                .containsExactly("systemctl --user daemon-reload", "systemctl --user enable --now lotse.service");
        assertThat(out.toString()).contains("loginctl enable-linger");

        assertThat(lotse("service", "status")).isZero();
        assertThat(out.toString()).containsPattern("service +user +enabled +active +\\S+lotse.service");
        asked();

        assertThat(lotse("service", "uninstall", "--user")).isZero();
        assertThat(asked()).contains("systemctl --user disable --now lotse.service", "systemctl --user daemon-reload");
        assertThat(traces()).isEqualTo(before);
        assertThat(lotse("service", "status")).isEqualTo(1);
        assertThat(lotse("service", "uninstall", "--user")).isZero();
        assertThat(out.toString()).contains("nothing of it is installed");
    }

    @Test
    void installedOnceMoreItIsAsItShouldBe() throws IOException {
        program("systemctl", SYSTEMCTL);
        lotse("service", "install", "--mode", "timer", "--user", "--every", "5m", "--name", "n1");
        Map<String, String> first = traces();

        assertThat(first.get(".config/systemd/user/lotse-n1-monitor.timer")).contains("OnUnitInactiveSec=300\n");
        assertThat(first.get(".config/systemd/user/lotse-n1-monitor.service"))
                .contains("monitor --once -- --name n1\n");
        assertThat(lotse("service", "install", "--mode", "timer", "--user", "--every", "5m", "--name", "n1"))
                .isZero();
        assertThat(out.toString().lines().filter(line -> line.contains("is as it should be")))
                .hasSize(2);
        assertThat(traces()).isEqualTo(first);
    }

    @Test
    void itIsShownBeforeItIsDone() throws IOException {
        program("systemctl", SYSTEMCTL);
        Map<String, String> before = traces();

        assertThat(lotse("service", "install", "--mode", "service", "--dry-run"))
                .isZero();
        assertThat(out.toString())
                .contains("write /etc/systemd/system/lotse.service:", "User=lotse", "run systemctl enable --now");
        assertThat(lotse("service", "install", "--mode", "cron", "--dry-run")).isZero();
        assertThat(out.toString())
                .contains("monitor --once")
                .contains("it cannot be done like this: there is no crontab");
        assertThat(traces()).isEqualTo(before);
        assertThat(asked()).isEmpty();
    }

    @Test
    void whatSomebodyElseWroteIsLeftAlone() throws IOException {
        program("systemctl", SYSTEMCTL);
        Path unit = home.resolve(".config/systemd/user/lotse.service");
        Files.createDirectories(unit.getParent());
        Files.writeString(unit, "[Service]\nExecStart=/bin/true\n");
        Map<String, String> before = traces();

        assertThat(lotse("service", "install", "--mode", "service", "--user")).isEqualTo(1);
        assertThat(err.toString()).contains("not written by lotse service install");
        assertThat(lotse("service", "uninstall", "--user")).isEqualTo(1);
        assertThat(traces()).isEqualTo(before);
        assertThat(asked()).noneMatch(line -> line.contains("able --now"));
    }

    @Test
    void aUnitThatDoesNotBeginIsToldWithWhatToDo() throws IOException {
        program("systemctl", "case \"$*\" in *enable*) echo 'Job for lotse.service failed' >&2; exit 1;; esac\n");

        assertThat(lotse("service", "install", "--mode", "service", "--user")).isEqualTo(1);
        assertThat(err.toString())
                .contains("enable --now lotse.service failed: Job for lotse.service failed")
                .contains("journalctl --user -u lotse.service");
    }

    @Test
    void aHostWithoutSystemdIsToldOf() throws IOException {
        assertThat(lotse("service", "install", "--mode", "service", "--user")).isEqualTo(1);
        assertThat(err.toString()).contains("there is no systemctl").contains("cron");

        program("systemctl", "echo 'System has not been booted with systemd' >&2; exit 1\n");
        assertThat(lotse("service", "install", "--mode", "service", "--user")).isEqualTo(1);
        assertThat(err.toString()).contains("System has not been booted with systemd");
        assertThat(home.resolve(".config")).doesNotExist();
    }

    @Test
    void whatCannotBeIsRefusedBeforeAnythingIsDone() throws IOException {
        program("systemctl", SYSTEMCTL);

        assertThat(lotse("service", "install", "--user", "--", "--gateway-prot", "1"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("--gateway-prot");
        assertThat(lotse("service", "install", "--user", "--", "--gateway-port", "70000"))
                .isEqualTo(2);
        assertThat(lotse("service", "install", "--user", "--", "--detach")).isEqualTo(2);
        assertThat(lotse("service", "install", "--mode", "systemd")).isEqualTo(2);
        assertThat(err.toString()).contains("service, timer, cron");
        assertThat(asked()).isEmpty();
    }

    @Test
    void theModeOfAnOlderMonitorIsItsMode() throws IOException {
        Path settings = Files.writeString(
                host.resolve("system_config.json"), "{\"ConnectionMonitor\": {\"Mode\": \"Scheduled\"}}");
        environment.put("LOTSE_SYSTEM_CONFIG", settings.toString());

        assertThat(lotse("service", "install", "--user", "--dry-run")).isZero();
        assertThat(out.toString()).contains("lotse-monitor.timer");
    }

    @Test
    void theUsersOwnLinesOfTheCrontabStayByteByByte() throws IOException {
        program("crontab", CRONTAB);
        byte[] own = "# mine: \u00e9\u0085\nMAILTO=\"\"\n\n5 4 * * * /bin/true 100\\%\n"
                .getBytes(StandardCharsets.ISO_8859_1);
        Files.write(host.resolve("crontab"), own);

        assertThat(lotse("service", "install", "--mode", "cron", "--every", "5m", "--", "--data", "/srv/50%"))
                .as(err.toString())
                .isZero();
        assertThat(lotse("service", "install", "--mode", "cron", "--every", "10m", "--", "--data", "/srv/50%"))
                .isZero();
        assertThat(lotse("service", "install", "--mode", "cron", "--every", "10m", "--", "--data", "/srv/50%"))
                .isZero();
        assertThat(out.toString()).contains("are as they should be");
        String all = Files.readString(host.resolve("crontab"), StandardCharsets.ISO_8859_1);
        assertThat(all).startsWith(new String(own, StandardCharsets.ISO_8859_1));
        assertThat(all.lines().filter(line -> line.contains("monitor --once")))
                .singleElement()
                .asString()
                .startsWith("*/10 * * * * cd ")
                .contains("LOTSE_HOME=")
                .contains("-- --data '/srv/50\\%' >/dev/null");
        assertThat(lotse("service", "status", "--mode", "cron")).isZero();

        assertThat(lotse("service", "uninstall", "--mode", "cron")).isZero();
        assertThat(Files.readAllBytes(host.resolve("crontab"))).isEqualTo(own);
    }

    @Test
    void aUserWithoutACrontabHasNoneAfterwards() throws IOException {
        program("crontab", CRONTAB);

        assertThat(lotse("service", "install", "--mode", "cron")).isZero();
        assertThat(host.resolve("crontab")).exists();
        assertThat(lotse("service", "uninstall")).isZero();
        assertThat(host.resolve("crontab")).doesNotExist();
    }

    @Test
    void aCrontabThatSomebodyEditedWithinIsNotGuessedAt() throws IOException {
        program("crontab", CRONTAB);
        lotse("service", "install", "--mode", "cron");
        String edited = Files.readString(host.resolve("crontab")).replace("# end of lotse\n", "1 1 * * * mine\n");
        Files.writeString(host.resolve("crontab"), edited);

        assertThat(lotse("service", "uninstall", "--mode", "cron")).isEqualTo(1);
        assertThat(err.toString()).contains("crontab -e");
        assertThat(host.resolve("crontab")).hasContent(edited);
    }

    @Test
    void cronIsAskedForNothingThatItCannotDo() throws IOException {
        program("crontab", CRONTAB);

        assertThat(lotse("service", "install", "--mode", "cron", "--every", "45s"))
                .isEqualTo(1);
        assertThat(err.toString()).contains("give --every 1m, 2m, 5m");
        assertThat(host.resolve("crontab")).doesNotExist();
    }

    @Test
    void aTaskOfWindowsIsCreatedFromItsXmlAndDeleted() throws Exception {
        program("schtasks", "");
        Map<String, String> before = traces();

        assertThat(lotse("service", "install", "--mode", "windows-task", "--", "--gateway-port", "8123"))
                .isZero();
        Path file = home.resolve(".lotse/.service/lotse-task.xml");
        Document xml = xml(file);
        assertThat(text(xml, "Interval")).isEqualTo("PT1M");
        assertThat(text(xml, "Command")).isEqualTo("cmd.exe");
        assertThat(text(xml, "Arguments"))
                .startsWith("/d /s /c \"set \"LOTSE_HOME=" + home.resolve(".lotse") + "\" && ")
                .endsWith("monitor --once -- --gateway-port 8123\"");
        assertThat(asked())
                .containsExactly(
                        "schtasks /?", "schtasks /Create /TN lotse /XML " + file + " /F", "schtasks /Run /TN lotse");

        assertThat(lotse("service", "uninstall", "--mode", "windows-task")).isZero();
        assertThat(asked()).contains("schtasks /Delete /TN lotse /F");
        assertThat(traces()).isEqualTo(before);
    }

    @Test
    void aServiceOfWindowsIsWrappedByWinsw() throws Exception {
        assertThat(lotse("service", "install", "--mode", "windows-service")).isEqualTo(1);
        assertThat(err.toString()).contains("WinSW").contains("--winsw FILE");

        program("winsw", "");
        Map<String, String> before = traces();
        String winsw = host.resolve("bin/winsw").toString();
        assertThat(lotse("service", "install", "--mode", "windows-service", "--winsw", winsw))
                .as(err.toString())
                .isZero();
        Document xml = xml(home.resolve(".lotse/.service/lotse.xml"));
        assertThat(text(xml, "id")).isEqualTo("lotse");
        assertThat(text(xml, "arguments")).endsWith("start --no-detach");
        assertThat(xml.getElementsByTagName("onfailure").getLength()).isEqualTo(1);
        assertThat(asked()).containsExactly("lotse.exe install", "lotse.exe start");

        assertThat(lotse("service", "uninstall", "--mode", "windows-service"))
                .as(err.toString())
                .isZero();
        assertThat(asked()).contains("lotse.exe stop", "lotse.exe uninstall");
        assertThat(traces()).isEqualTo(before);
    }

    @Test
    void anAgentOfLaunchdIsLoadedAndUnloaded() throws Exception {
        program("launchctl", "");
        Files.createDirectories(home.resolve("Library"));
        Map<String, String> before = traces();

        assertThat(lotse("service", "install", "--mode", "launchd")).isZero();
        String plist = Files.readString(home.resolve("Library/LaunchAgents/io.lotse.lotse.plist"));
        assertThat(plist).contains("<string>--no-detach</string>", "<key>LOTSE_HOME</key>");
        assertThat(asked()).anyMatch(line -> line.startsWith("launchctl load "));

        assertThat(lotse("service", "uninstall", "--mode", "launchd")).isZero();
        assertThat(traces()).isEqualTo(before);
    }

    @Test
    @NeedsProgram(value = "systemd-analyze", install = "apt-get install systemd")
    void systemdFindsNothingWrongWithTheUnits() throws Exception {
        program("systemctl", SYSTEMCTL);
        String data = host + "/a b%h $HOME \"c\"";
        for (String mode : List.of("service", "timer")) {
            assertThat(lotse("service", "install", "--mode", mode, "--user", "--", "--data", data))
                    .isZero();
        }
        Path units = home.resolve(".config/systemd/user");
        for (String unit : List.of("lotse.service", "lotse-monitor.service", "lotse-monitor.timer")) {
            ProcessBuilder analyze = new ProcessBuilder(
                    "systemd-analyze", "--user", "verify", units.resolve(unit).toString());
            analyze.environment().put("XDG_RUNTIME_DIR", host.toString());
            Process verify = analyze.redirectErrorStream(true).start();
            String said = new String(verify.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(said.lines().filter(line -> line.contains("lotse"))).isEmpty();
            assertThat(verify.waitFor()).as(said).isZero();
        }
    }

    private static Document xml(Path file) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        return factory.newDocumentBuilder().parse(file.toFile());
    }

    private static String text(Document xml, String name) {
        assertThat(xml.getElementsByTagName(name).getLength()).isEqualTo(1);
        return xml.getElementsByTagName(name).item(0).getTextContent();
    }
}
