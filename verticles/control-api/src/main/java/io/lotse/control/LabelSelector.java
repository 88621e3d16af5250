package io.lotse.control;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.lotse.contracts.ContractException;

/** A selector of labels as Kubernetes writes it: {@code a=b}, {@code a!=b}, {@code a in (b,c)}, {@code a notin (b)}, {@code a}, {@code !a}. */
final class LabelSelector {
    private static final String KEY = "[A-Za-z0-9][A-Za-z0-9._/-]*";
    private static final Pattern SET = Pattern.compile("(" + KEY + ")\\s+(in|notin)\\s*\\(([^()]*)\\)");
    private static final Pattern EQUAL = Pattern.compile("(" + KEY + ")\\s*(==|=|!=)\\s*([^\\s,=!()]*)");
    private static final Pattern THERE = Pattern.compile("(!?)\\s*(" + KEY + ")");
    /** Between requirements, not within a set. */
    private static final Pattern COMMA = Pattern.compile(",(?![^(]*\\))");

    private final List<Predicate<Map<String, String>>> requirements;

    private LabelSelector(List<Predicate<Map<String, String>>> requirements) {
        this.requirements = requirements;
    }

    /**
     * @param text null or blank for all
     * @throws ContractException {@link io.lotse.contracts.ProblemCode#INVALID_REQUEST}
     */
    static LabelSelector parse(String text) {
        List<Predicate<Map<String, String>>> all = new ArrayList<>();
        if (text != null && !text.isBlank()) {
            for (String part : COMMA.split(text)) {
                all.add(requirement(part.strip()));
            }
        }
        return new LabelSelector(all);
    }

    private static Predicate<Map<String, String>> requirement(String text) {
        Matcher set = SET.matcher(text);
        if (set.matches()) {
            Set<String> values =
                    Arrays.stream(set.group(3).split(",")).map(String::strip).collect(Collectors.toSet());
            boolean wanted = set.group(2).equals("in");
            String key = set.group(1);
            return labels -> labels.containsKey(key) ? values.contains(labels.get(key)) == wanted : !wanted;
        }
        Matcher equal = EQUAL.matcher(text);
        if (equal.matches()) {
            boolean wanted = !equal.group(2).equals("!=");
            return labels -> equal.group(3).equals(labels.get(equal.group(1))) == wanted;
        }
        Matcher there = THERE.matcher(text);
        if (there.matches()) {
            return labels ->
                    labels.containsKey(there.group(2)) == there.group(1).isEmpty();
        }
        throw ContractException.invalid(
                "labelSelector", "holds " + text + ", no requirement: give one such as service=orders");
    }

    boolean selects(Map<String, String> labels) {
        return requirements.stream().allMatch(requirement -> requirement.test(labels));
    }
}
