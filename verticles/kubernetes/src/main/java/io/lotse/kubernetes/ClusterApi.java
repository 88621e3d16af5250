package io.lotse.kubernetes;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.ProblemCode;
import io.lotse.kubernetes.KubernetesConfig.Access;

/** The API of a cluster. Its client blocks: all that is asked runs on worker threads. */
final class ClusterApi {
    private static final Path ACCOUNT_TOKEN = Path.of(Config.KUBERNETES_SERVICE_ACCOUNT_TOKEN_PATH);
    /** What would read a key that is not written as PKCS#8; it is left out for its size. */
    private static final String KEY_READER = "org/bouncycastle/";

    private static final int FORBIDDEN = 403;
    private static final int UNAUTHORIZED = 401;

    private final Vertx vertx;
    private final Access access;
    private final Duration patience;
    private final Object lock = new Object();
    private KubernetesClient client;
    private boolean closed;

    ClusterApi(Vertx vertx, Access access, Duration patience) {
        this.vertx = vertx;
        this.access = access;
        this.patience = patience;
    }

    /**
     * Asks the API.
     *
     * @param question may block
     * @return fails with a {@link ContractException} that says what is wrong and what to do
     */
    <T> Future<T> ask(Function<KubernetesClient, T> question) {
        return vertx.executeBlocking(() -> asked(question), false);
    }

    /** The same for those who may block. */
    <T> T asked(Function<KubernetesClient, T> question) {
        try {
            return question.apply(client());
        } catch (KubernetesClientException e) {
            throw problem(e);
        } catch (IOException e) {
            throw new ContractException(ProblemCode.NOT_READY, e.getMessage());
        } catch (NoClassDefFoundError e) {
            if (!String.valueOf(e.getMessage()).startsWith(KEY_READER)) {
                throw e;
            }
            throw new ContractException(
                    ProblemCode.NOT_READY,
                    "the kubeconfig's client-key is of a kind that is not read: write it anew with"
                            + " openssl pkcs8 -topk8 -nocrypt");
        }
    }

    /** Whoever asks after this fails. */
    Future<Void> close() {
        return vertx.executeBlocking(
                () -> {
                    synchronized (lock) {
                        closed = true;
                        if (client != null) {
                            client.close();
                        }
                    }
                    return null;
                },
                false);
    }

    /** What went wrong, for people. */
    static ContractException problem(KubernetesClientException e) {
        if (e.getCode() == FORBIDDEN || e.getCode() == UNAUTHORIZED) {
            String text = e.getStatus() == null ? e.getMessage() : e.getStatus().getMessage();
            return new ContractException(
                    ProblemCode.INSUFFICIENT_SCOPE,
                    "the API answered " + e.getCode() + ": " + oneLine(text)
                            + ": give the account the role of deploy/kubernetes/rbac.yaml");
        }
        if (e.getCode() > 0) {
            String text = e.getStatus() == null ? e.getMessage() : e.getStatus().getMessage();
            return new ContractException(
                    ProblemCode.UPSTREAM_FAILED, "the API answered " + e.getCode() + ": " + oneLine(text));
        }
        Throwable cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        String text = cause.getMessage() == null ? cause.toString() : cause.getMessage();
        return new ContractException(ProblemCode.UPSTREAM_REFUSED, "the API does not answer: " + oneLine(text));
    }

    private static String oneLine(String text) {
        return String.valueOf(text).replaceAll("\\s+", " ").strip();
    }

    private KubernetesClient client() throws IOException {
        synchronized (lock) {
            if (closed) {
                throw new IOException("the node stops");
            }
            if (client == null) {
                client = new KubernetesClientBuilder().withConfig(config()).build();
            }
            return client;
        }
    }

    private Config config() throws IOException {
        int millis = (int) patience.toMillis();
        Config config = found();
        config.setConnectionTimeout(millis);
        config.setRequestTimeout(millis);
        config.setRequestRetryBackoffLimit(0);
        // a watch that ends says so: then all is listed anew
        config.setWatchReconnectLimit(0);
        return config;
    }

    private Config found() throws IOException {
        if (access.kubeconfig() != null) {
            return of(access.kubeconfig().toFile());
        }
        List<File> files = Config.getKubeconfigFilenames().stream()
                .map(File::new)
                .filter(File::isFile)
                .toList();
        if (!files.isEmpty() || Files.isReadable(ACCOUNT_TOKEN)) {
            return Config.autoConfigure(access.context());
        }
        throw new IOException("there is neither " + String.join(" nor ", Config.getKubeconfigFilenames())
                + ", nor does the node run in a pod with an account: name a file with --kubernetes-config");
    }

    private Config of(File file) throws IOException {
        if (!file.isFile()) {
            throw new IOException("there is no " + file + ": name a kubeconfig with --kubernetes-config");
        }
        Config config = Config.fromKubeconfig(access.context(), file);
        if (config.getCurrentContext() == null) {
            throw new IOException(file + " has no context "
                    + (access.context() == null ? "that is current" : access.context())
                    + ": name one with --kubernetes-context");
        }
        return config;
    }
}
