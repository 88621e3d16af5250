package io.lotse.launcher.service;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A unit that is the node: systemd starts it with the host, watches it, and starts it again when it fails or hangs. */
final class SystemdService implements Way {
    private final Systemd systemd;
    private final String unit;

    SystemdService(Systemd systemd, String name) {
        this.systemd = systemd;
        this.unit = name + ".service";
    }

    @Override
    public Optional<String> hindrance() {
        return systemd.hindrance();
    }

    @Override
    public List<Step> install(Wish wish) {
        String text = text(wish, systemd.user());
        List<Step> steps = new ArrayList<>();
        steps.add(new Step.Write(systemd.unit(unit), text.getBytes(StandardCharsets.UTF_8), text));
        steps.addAll(systemd.begin(unit));
        return steps;
    }

    @Override
    public List<Step> uninstall() {
        return systemd.end(unit, List.of(unit));
    }

    @Override
    public State state() {
        return systemd.state(unit, unit);
    }

    @Override
    public List<String> advice() {
        return systemd.advice();
    }

    static String text(Wish wish, boolean user) {
        UnitText text = new UnitText()
                .section("Unit")
                .line("Description", "Lotse: ports, registry, gateway and watch for this host's services")
                .line("After", "network-online.target")
                .line("Wants", "network-online.target")
                .section("Service")
                .comment(
                        "the node says itself when it is ready, and three times in WatchdogSec that its event loops go")
                .comment("on; if it hangs, it is restarted")
                .line("Type", "notify")
                .line("NotifyAccess", "main")
                .line("WatchdogSec", "30")
                .comment("with 100 000 instances a node was ready after 154 s on a busy host")
                .line("TimeoutStartSec", "300")
                .surroundings(wish, user)
                .line("ExecStart", UnitText.command(wish.start()))
                .comment("services that Lotse started outlive a restart of Lotse")
                .line("KillMode", "process")
                .line("TimeoutStopSec", "30")
                .comment("a JVM that was told to end by SIGTERM says 143")
                .line("SuccessExitStatus", "143")
                .line("Restart", "on-failure")
                .line("RestartSec", "2");
        if (!user) {
            text.sandbox(wish);
        }
        return text.section("Install")
                .line("WantedBy", user ? "default.target" : "multi-user.target")
                .toString();
    }
}
