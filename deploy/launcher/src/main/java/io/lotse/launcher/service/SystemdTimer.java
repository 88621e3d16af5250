package io.lotse.launcher.service;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A timer that looks after the node again and again, and the unit that does it. */
final class SystemdTimer implements Way {
    private final Systemd systemd;
    private final String unit;
    private final String timer;

    SystemdTimer(Systemd systemd, String name) {
        this.systemd = systemd;
        this.unit = name + "-monitor.service";
        this.timer = name + "-monitor.timer";
    }

    @Override
    public Optional<String> hindrance() {
        return systemd.hindrance();
    }

    @Override
    public List<Step> install(Wish wish) {
        List<Step> steps = new ArrayList<>();
        steps.add(write(unit, unit(wish)));
        steps.add(write(timer, timer(wish)));
        steps.addAll(systemd.begin(timer));
        return steps;
    }

    private Step write(String file, String text) {
        return new Step.Write(systemd.unit(file), text.getBytes(StandardCharsets.UTF_8), text);
    }

    @Override
    public List<Step> uninstall() {
        return systemd.end(timer, List.of(timer, unit));
    }

    @Override
    public State state() {
        return systemd.state(timer, unit);
    }

    @Override
    public List<String> advice() {
        return systemd.advice();
    }

    private String unit(Wish wish) {
        UnitText text = new UnitText()
                .section("Unit")
                .line("Description", "Lotse: a look after the node of this host, which is started if it is down")
                .line("After", "network-online.target")
                .line("Wants", "network-online.target")
                .section("Service")
                .line("Type", "oneshot")
                .line("TimeoutStartSec", "300")
                .surroundings(wish, systemd.user())
                .line("ExecStart", UnitText.command(wish.look()))
                .comment("the node that it started goes on")
                .line("KillMode", "process");
        return (systemd.user() ? text : text.sandbox(wish)).toString();
    }

    private static String timer(Wish wish) {
        return new UnitText()
                .section("Unit")
                .line("Description", "Lotse: looks after the node of this host again and again")
                .section("Timer")
                .line("OnActiveSec", "1")
                .line("OnUnitInactiveSec", wish.every().toSeconds() + "")
                .line("AccuracySec", "1")
                .section("Install")
                .line("WantedBy", "timers.target")
                .toString();
    }
}
