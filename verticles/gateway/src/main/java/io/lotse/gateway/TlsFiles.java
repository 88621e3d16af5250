package io.lotse.gateway;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Stream;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the node's certificates, and again whenever their files have changed. */
final class TlsFiles {
    private static final Logger LOG = LoggerFactory.getLogger(TlsFiles.class);
    private static final long LOOK_MILLIS = 1_000;
    private static final String KEY = ".key";
    private static final List<String> CERTIFICATES = List.of(".crt", ".pem");

    private final GatewayConfig.Tls config;
    private final Clock clock;
    private final List<Consumer<SniKeyManager>> listeners = new CopyOnWriteArrayList<>();
    /** What the files were when they were read last. */
    private Map<Path, Buffer> last;

    private volatile SniKeyManager current;

    TlsFiles(GatewayConfig.Tls config, Clock clock) {
        this.config = config;
        this.clock = clock;
    }

    /** Reads the certificates; fails with every mistake in them, for a node that starts has nothing to go on with. */
    Future<Void> start(Vertx vertx) {
        return vertx.<Void>executeBlocking(() -> {
                    last = contents();
                    current = new SniKeyManager(read(vertx, last));
                    return null;
                })
                .onSuccess(v -> vertx.setPeriodic(LOOK_MILLIS, t -> vertx.executeBlocking(() -> lookAgain(vertx))));
    }

    /** The certificates in force; once started. */
    SniKeyManager current() {
        return current;
    }

    /** Tells of new certificates, in a worker's thread. */
    void onChange(Consumer<SniKeyManager> listener) {
        listeners.add(listener);
    }

    /** Reads what has changed. What is wrong is told once, and what was there before stays in force. */
    synchronized Void lookAgain(Vertx vertx) {
        try {
            Map<Path, Buffer> now = contents();
            if (!now.equals(last)) {
                last = now;
                List<TlsCertificate> read = read(vertx, now);
                current = new SniKeyManager(read);
                listeners.forEach(l -> l.accept(current));
                LOG.info("event=certificates_changed certificates={}", read.size());
            }
        } catch (IOException | IllegalArgumentException e) {
            LOG.warn("event=certificates_refused in_force=the_former reason=\"{}\"", e.getMessage());
        }
        return null;
    }

    private SortedMap<Path, Buffer> contents() throws IOException {
        SortedMap<Path, Buffer> contents = new TreeMap<>();
        if (config.cert() != null) {
            add(config.cert(), contents);
            add(config.key(), contents);
        }
        if (config.folder() != null) {
            if (!Files.isDirectory(config.folder())) {
                throw new IllegalArgumentException(config.folder() + " is no folder: it is to hold certificates");
            }
            try (Stream<Path> files = Files.list(config.folder())) {
                for (Path file : files.filter(TlsFiles::isOfInterest).toList()) {
                    add(file, contents);
                }
            }
        }
        return contents;
    }

    private static void add(Path file, Map<Path, Buffer> contents) throws IOException {
        if (!Files.isReadable(file)) {
            throw new IllegalArgumentException(file + " cannot be read: is it there, and may this user read it?");
        }
        contents.put(file, Buffer.buffer(Files.readAllBytes(file)));
    }

    private static boolean isOfInterest(Path file) {
        String name = file.getFileName().toString();
        return name.endsWith(KEY) || CERTIFICATES.stream().anyMatch(name::endsWith);
    }

    private List<TlsCertificate> read(Vertx vertx, Map<Path, Buffer> contents) {
        List<TlsCertificate> read = new ArrayList<>();
        List<String> mistakes = new ArrayList<>();
        for (TlsCertificate.Files files : pairs(contents, mistakes)) {
            try {
                TlsCertificate certificate = TlsCertificate.read(
                        vertx, files, contents.get(files.certificate()), contents.get(files.key()), clock.instant());
                if (certificate.names().isEmpty() && !files.certificate().equals(config.cert())) {
                    mistakes.add(files.certificate() + " names no host (subjectAltName), so no client would get it");
                }
                read.add(certificate);
            } catch (IllegalArgumentException e) {
                mistakes.add(e.getMessage());
            }
        }
        if (read.isEmpty() && mistakes.isEmpty()) {
            mistakes.add(config.folder() + " holds no certificate: put NAME.crt and NAME.key there");
        }
        if (!mistakes.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", mistakes));
        }
        return read;
    }

    /** The default first. */
    private List<TlsCertificate.Files> pairs(Map<Path, Buffer> contents, List<String> mistakes) {
        List<TlsCertificate.Files> pairs = new ArrayList<>();
        if (config.cert() != null) {
            pairs.add(new TlsCertificate.Files(config.cert(), config.key()));
        }
        for (Path file : contents.keySet()) {
            String name = file.getFileName().toString();
            if (file.equals(config.cert()) || file.equals(config.key())) {
                continue;
            }
            String bare = name.substring(0, name.lastIndexOf('.'));
            if (name.endsWith(KEY)) {
                if (CERTIFICATES.stream().noneMatch(c -> contents.containsKey(file.resolveSibling(bare + c)))) {
                    mistakes.add(file + " is a key without a certificate: put " + bare + ".crt beside it");
                }
            } else if (contents.containsKey(file.resolveSibling(bare + KEY))) {
                pairs.add(new TlsCertificate.Files(file, file.resolveSibling(bare + KEY)));
            } else {
                mistakes.add(file + " is a certificate without a key: put " + bare + KEY + " beside it");
            }
        }
        return pairs;
    }
}
