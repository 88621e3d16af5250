package io.lotse.observer;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Reads figures over spans of time, those of a service from its instances where nobody told of the service as a whole. */
final class SeriesReader {
    private final MetricStore store;

    SeriesReader(MetricStore store) {
        this.store = store;
    }

    /** What is measured of a subject; empty for one that is not known. */
    Set<Figure> figures(Subject subject) {
        Set<Figure> all = EnumSet.noneOf(Figure.class);
        all.addAll(store.figures(subject));
        if (subject.kind() == Subject.Kind.SERVICE) {
            store.instances(subject.name()).forEach(instance -> all.addAll(store.figures(instance)));
        }
        return all;
    }

    /** The instances of a service that anything is known of, also those that are no more. */
    List<Subject> instances(String service) {
        return store.instances(service);
    }

    /** A figure over a span of time; empty if nothing was measured. */
    Column read(Subject subject, Figure figure, Window window) {
        double[] values = store.find(subject, figure)
                .map(series -> window.read(series, figure))
                .orElseGet(() -> overInstances(subject, figure, window));
        return Column.of(figure, window.first(), window.step(), values);
    }

    /** Whether the figure is made of those of the instances: then it makes no sense by the second, which few are told of. */
    boolean isOverInstances(Subject subject, Figure figure) {
        return subject.kind() == Subject.Kind.SERVICE
                && store.find(subject, figure).isEmpty();
    }

    private double[] overInstances(Subject subject, Figure figure, Window window) {
        if (subject.kind() != Subject.Kind.SERVICE) {
            return new double[0];
        }
        List<double[]> all = new ArrayList<>();
        for (Subject instance : store.instances(subject.name())) {
            store.find(instance, figure).ifPresent(series -> all.add(window.read(series, figure)));
        }
        double[] values = new double[all.isEmpty() ? 0 : all.get(0).length];
        for (int i = 0; i < values.length; i++) {
            Fold.Values folded = new Fold.Values();
            for (double[] one : all) {
                if (!Double.isNaN(one[i])) {
                    folded.add(one[i]);
                }
            }
            values[i] = folded.folded(figure.overInstances());
        }
        return values;
    }
}
