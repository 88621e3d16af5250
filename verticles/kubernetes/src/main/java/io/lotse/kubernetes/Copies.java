package io.lotse.kubernetes;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceList;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSliceList;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.AnyNamespaceOperation;
import io.fabric8.kubernetes.client.dsl.Listable;

/** Copies of the Services and EndpointSlices of some namespaces. When one watch ends, all are to be made anew. */
final class Copies {
    /** Stands for all namespaces. */
    private static final String EVERYWHERE = "*";
    /** A watch may be dead with nobody saying so: older copies are not relied on. */
    private static final Duration OLDEST = Duration.ofMinutes(10);

    private final List<Copy<Service>> services = new ArrayList<>();
    private final List<Copy<EndpointSlice>> slices = new ArrayList<>();
    private final AtomicBoolean watching = new AtomicBoolean(true);
    private final long madeAt = System.nanoTime();

    private Copies() {}

    /**
     * Lists all, and watches from there on; blocks. Fails as {@link #check} does.
     *
     * @param changed told from other threads that there is something to see
     * @param ended told from another thread, once, that a watch has ended
     */
    static Copies open(KubernetesClient client, List<String> namespaces, Runnable changed, Runnable ended) {
        Copies copies = new Copies();
        Runnable first = () -> {
            if (copies.watching.compareAndSet(true, false)) {
                ended.run();
            }
        };
        try {
            for (String namespace : orOwn(client, namespaces)) {
                copies.services.add(Copy.open(services(client, namespace), changed, first));
                copies.slices.add(Copy.open(slices(client, namespace), changed, first));
            }
            return copies;
        } catch (RuntimeException e) {
            copies.close();
            throw e;
        }
    }

    /** Fails where the API does not answer, or does not let this account see what it should; blocks. */
    static void check(KubernetesClient client, List<String> namespaces) {
        for (String namespace : orOwn(client, namespaces)) {
            one(services(client, namespace));
            one(slices(client, namespace));
        }
    }

    /** Whether they are kept as the API tells of changes. */
    boolean areKept() {
        return watching.get() && System.nanoTime() - madeAt < OLDEST.toNanos();
    }

    List<Service> services() {
        return services.stream().flatMap(c -> c.objects().stream()).toList();
    }

    List<EndpointSlice> slices() {
        return slices.stream().flatMap(c -> c.objects().stream()).toList();
    }

    void close() {
        watching.set(false);
        services.forEach(Copy::close);
        slices.forEach(Copy::close);
    }

    private static List<String> orOwn(KubernetesClient client, List<String> namespaces) {
        return namespaces.isEmpty() ? List.of(own(client)) : namespaces;
    }

    /** The namespace of the account, or of the context. */
    static String own(KubernetesClient client) {
        return client.getNamespace() == null ? "default" : client.getNamespace();
    }

    private static AnyNamespaceOperation<Service, ServiceList, ?> services(KubernetesClient client, String namespace) {
        return namespace.equals(EVERYWHERE)
                ? client.services().inAnyNamespace()
                : client.services().inNamespace(namespace);
    }

    private static AnyNamespaceOperation<EndpointSlice, EndpointSliceList, ?> slices(
            KubernetesClient client, String namespace) {
        var slices = client.discovery().v1().endpointSlices();
        return namespace.equals(EVERYWHERE) ? slices.inAnyNamespace() : slices.inNamespace(namespace);
    }

    private static void one(Listable<?> listed) {
        listed.list(new ListOptionsBuilder().withLimit(1L).build());
    }
}
