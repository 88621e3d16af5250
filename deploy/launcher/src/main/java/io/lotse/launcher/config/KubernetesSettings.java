package io.lotse.launcher.config;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.lotse.connection.SystemConfig;
import io.lotse.kubernetes.KubernetesConfig.Access;
import io.lotse.kubernetes.KubernetesConfig.PortForward;
import io.lotse.kubernetes.KubernetesConfig.Which;
import io.lotse.kubernetes.KubernetesConfig.Wishes;

/** What a node is told of Kubernetes. */
final class KubernetesSettings {
    private static final String NAMESPACE = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?";

    private KubernetesSettings() {}

    /**
     * @param former its services are restarted and forwarded to where nothing else is said
     * @param forwards what is declared in {@code lotse.yaml}
     */
    static Wishes read(Sources sources, SystemConfig former, List<PortForward> forwards) {
        Which which =
                sources.find(Setting.KUBERNETES, KubernetesSettings::which).orElse(Which.NONE);
        Path kubeconfig = sources.find(Setting.KUBERNETES_CONFIG, Parsers::path)
                .map(p -> p.toAbsolutePath().normalize())
                .orElse(null);
        Access access = new Access(
                kubeconfig,
                sources.find(Setting.KUBERNETES_CONTEXT, text -> text).orElse(null),
                sources.find(Setting.KUBERNETES_CLUSTER, Parsers::name).orElse(Access.DEFAULT_CLUSTER));
        List<String> namespaces = sources.find(Setting.KUBERNETES_NAMESPACES, KubernetesSettings::namespaces)
                .orElse(List.of());
        List<String> restarts = sources.find(Setting.KUBERNETES_RESTARTS, Parsers::words)
                .orElse(former.enabled() ? former.servicesToMonitor() : List.of());
        Wishes wishes = new Wishes(
                which,
                access,
                namespaces,
                new LinkedHashSet<>(restarts),
                all(former, forwards),
                sources.find(Setting.KUBERNETES_EXPORT, KubernetesSettings::namespace)
                        .orElse(null));
        if (!wishes.some() && !sources.asked().contains(Setting.KUBERNETES)) {
            Stream.of(
                            Setting.KUBERNETES_CONFIG,
                            Setting.KUBERNETES_CONTEXT,
                            Setting.KUBERNETES_CLUSTER,
                            Setting.KUBERNETES_NAMESPACES)
                    .filter(sources.asked()::contains)
                    .forEach(s -> sources.mistakes()
                            .add(sources.where(s) + ": needs " + Setting.KUBERNETES.option() + ", too"));
        }
        return wishes;
    }

    /** One of {@code lotse.yaml} counts more than one of the same name. */
    private static List<PortForward> all(SystemConfig former, List<PortForward> declared) {
        Map<String, PortForward> forwards = new LinkedHashMap<>();
        if (former.enabled()) {
            former.portForwards().forEach((name, ports) -> {
                // without any it is a mistake that is told already
                if (!ports.isEmpty()) {
                    forwards.put(name, new PortForward(name, null, name, null, ports));
                }
            });
        }
        declared.forEach(f -> forwards.put(f.name(), f));
        return List.copyOf(forwards.values());
    }

    private static Which which(String text) {
        return switch (text) {
            case "all" -> Which.ALL;
            case "labelled" -> Which.LABELLED;
            case "off" -> Which.NONE;
            default ->
                throw new IllegalArgumentException(text + " is no choice of Services: give all, labelled or off");
        };
    }

    private static List<String> namespaces(String text) {
        if (text.equals("*")) {
            return List.of(text);
        }
        List<String> namespaces = Parsers.words(text);
        namespaces.forEach(KubernetesSettings::namespace);
        return namespaces;
    }

    private static String namespace(String text) {
        if (!text.matches(NAMESPACE)) {
            throw new IllegalArgumentException(text + " is no namespace: give the name of one, such as shop");
        }
        return text;
    }
}
