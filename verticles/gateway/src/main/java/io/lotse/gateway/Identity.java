package io.lotse.gateway;

import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;

/**
 * Who a request is from, as its credentials proved. Made once for each credential, and written to every request that comes
 * with it. Two are the same only if they are the same object.
 */
final class Identity {
    /** Tells services who it is, and caches and limits in this gateway. */
    static final CharSequence USER = HttpHeaders.createOptimized("Lotse-User");

    private static final CharSequence ISSUER = HttpHeaders.createOptimized("Lotse-Issuer");
    private static final CharSequence ROLES = HttpHeaders.createOptimized("Lotse-Roles");
    private static final CharSequence SCOPES = HttpHeaders.createOptimized("Lotse-Scopes");
    /** What stands for an issuer where a key of the mesh let the client in. */
    private static final String API_KEY = "api-key";

    private final String key;
    private final String user;
    private final String issuer;
    private final Set<String> roles;
    private final Set<String> scopes;
    private final CharSequence userField;
    private final CharSequence issuerField;
    private final CharSequence rolesField;
    private final CharSequence scopesField;

    private Identity(String user, String issuer, Collection<String> roles, Collection<String> scopes) {
        this.key = "i:" + ApiKeys.hash(issuer + '\n' + user).substring(0, 32);
        this.user = user;
        this.issuer = issuer;
        this.roles = new TreeSet<>(roles);
        this.scopes = new TreeSet<>(scopes);
        this.userField = HttpHeaders.createOptimized(FieldText.of(user));
        this.issuerField = HttpHeaders.createOptimized(FieldText.of(issuer));
        this.rolesField = field(",", this.roles);
        this.scopesField = field(" ", this.scopes);
    }

    static Identity ofToken(String user, String issuer, Collection<String> roles, Collection<String> scopes) {
        return new Identity(user, issuer, roles, scopes);
    }

    static Identity ofKey(String name, Collection<String> roles, Collection<String> scopes) {
        return new Identity(name, API_KEY, roles, scopes);
    }

    /** Null for an empty list. */
    private static CharSequence field(String between, Set<String> members) {
        return members.isEmpty()
                ? null
                : HttpHeaders.createOptimized(
                        String.join(between, members.stream().map(FieldText::of).toList()));
    }

    String user() {
        return user;
    }

    String issuer() {
        return issuer;
    }

    Set<String> roles() {
        return roles;
    }

    Set<String> scopes() {
        return scopes;
    }

    /** A short text that no other user has, of whichever issuer. */
    String key() {
        return key;
    }

    /** Whether services may take a field of this name for what this says; an underscore counts as a hyphen there. */
    static boolean isField(String name) {
        if (!name.regionMatches(true, 0, "lotse", 0, 5) || name.charAt(5) != '-' && name.charAt(5) != '_') {
            return false;
        }
        return switch (name.length()) {
            case 10 -> name.regionMatches(true, 6, "user", 0, 4);
            case 11 -> name.regionMatches(true, 6, "roles", 0, 5) || name.regionMatches(true, 6, "token", 0, 5);
            case 12 -> name.regionMatches(true, 6, "scopes", 0, 6) || name.regionMatches(true, 6, "issuer", 0, 6);
            default -> false;
        };
    }

    /** Writes it in place of whatever stands there. */
    void write(MultiMap headers) {
        headers.set(USER, userField).set(ISSUER, issuerField);
        write(headers, ROLES, rolesField);
        write(headers, SCOPES, scopesField);
    }

    private static void write(MultiMap headers, CharSequence name, CharSequence value) {
        if (value == null) {
            headers.remove(name);
        } else {
            headers.set(name, value);
        }
    }

    @Override
    public String toString() {
        return issuer + " " + user;
    }
}
