package io.lotse.kubernetes;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.dsl.AnyNamespaceOperation;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A copy of the objects of one kind: a list, and what a watch told since. It does not outlive its watch: what was missed
 * between two watches, a new list says surely.
 */
final class Copy<T extends HasMetadata> implements Watcher<T> {
    private static final Logger LOG = LoggerFactory.getLogger(Copy.class);

    private final Map<String, T> objects = new ConcurrentHashMap<>();
    private final Runnable changed;
    private final Runnable ended;
    private Watch watch;

    private Copy(Runnable changed, Runnable ended) {
        this.changed = changed;
        this.ended = ended;
    }

    /**
     * Lists and watches; blocks.
     *
     * @param ended told when the watch ends, unless this is closed
     */
    static <T extends HasMetadata, L extends KubernetesResourceList<T>> Copy<T> open(
            AnyNamespaceOperation<T, L, ?> source, Runnable changed, Runnable ended) {
        Copy<T> copy = new Copy<>(changed, ended);
        L list = source.list();
        list.getItems().forEach(object -> copy.objects.put(key(object), object));
        copy.watch = source.watch(
                new ListOptionsBuilder()
                        .withResourceVersion(list.getMetadata().getResourceVersion())
                        .build(),
                copy);
        return copy;
    }

    Collection<T> objects() {
        return objects.values();
    }

    void close() {
        watch.close();
    }

    @Override
    public void eventReceived(Action action, T object) {
        switch (action) {
            case ADDED, MODIFIED -> objects.put(key(object), object);
            case DELETED -> objects.remove(key(object));
            default -> {
                return;
            }
        }
        changed.run();
    }

    @Override
    public void onClose(WatcherException why) {
        LOG.debug("event=watch_ended reason=\"{}\" next=\"listed anew\"", why.getMessage());
        ended.run();
    }

    private static String key(HasMetadata object) {
        return object.getMetadata().getNamespace() + "/" + object.getMetadata().getName();
    }
}
