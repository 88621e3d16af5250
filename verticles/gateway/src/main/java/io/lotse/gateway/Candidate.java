package io.lotse.gateway;

/**
 * A declared route in its place among the others.
 *
 * @param order the smallest goes first
 */
record Candidate(int order, PathPattern path, RequestConditions conditions, boolean goesBeforeStandard, Route route) {}
