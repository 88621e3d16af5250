package io.lotse.launcher.service;

import java.util.List;
import java.util.Map;

/** A unit of systemd as text; see systemd.service(5), systemd.exec(5) and systemd.syntax(7). */
final class UnitText {
    private final StringBuilder text = new StringBuilder("# " + Doer.MARK + "\n");

    UnitText section(String name) {
        if (text.indexOf("\n[") >= 0) {
            text.append('\n');
        }
        text.append('[').append(name).append("]\n");
        return this;
    }

    UnitText comment(String line) {
        text.append("# ").append(line).append('\n');
        return this;
    }

    UnitText line(String key, String value) {
        text.append(key).append('=').append(value).append('\n');
        return this;
    }

    /** As whom, with what and where it runs: what a node needs, and the look after it. */
    UnitText surroundings(Wish wish, boolean user) {
        if (wish.user() != null) {
            line("User", wish.user());
        }
        for (Map.Entry<String, String> variable : wish.variables().entrySet()) {
            line("Environment", word(variable.getKey() + "=" + variable.getValue()));
        }
        comment("LOTSE_... settings of this host, one a line; the leading minus: the file may be missing");
        line("EnvironmentFile", user ? "-%E/lotse/lotse.env" : "-/etc/lotse/lotse.env");
        return line("WorkingDirectory", wish.folder().toString().replace("%", "%%"));
    }

    /** What it may touch. */
    UnitText sandbox(Wish wish) {
        line("StateDirectory", "lotse");
        line("ConfigurationDirectory", "lotse");
        line("NoNewPrivileges", "true");
        line("ProtectSystem", "strict");
        comment("no PrivateTmp: systemd empties it when the unit ends, and what Lotse started outlives that");
        return line("ReadWritePaths", "/var/lib/lotse /tmp /var/tmp" + data(wish.options()));
    }

    /** A data folder elsewhere, which its sandbox would not let it write. */
    private static String data(List<String> options) {
        for (int i = 0; i < options.size(); i++) {
            String option = options.get(i);
            if (option.equals("--data") && i + 1 < options.size()) {
                return " " + word(options.get(i + 1));
            }
            if (option.startsWith("--data=")) {
                return " " + word(option.substring("--data=".length()));
            }
        }
        return "";
    }

    /** A command as a unit says it. */
    static String command(List<String> words) {
        return String.join(
                " ", words.stream().map(w -> word(w).replace("$", "$$")).toList());
    }

    private static String word(String word) {
        String plain = word.replace("%", "%%");
        return plain.matches("[A-Za-z0-9_./:=,@%+-]+")
                ? plain
                : "\"" + plain.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + "\"";
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
