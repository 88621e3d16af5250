package io.lotse.contracts.events;

import io.lotse.contracts.Doc;

/** Names a declaration of topics. */
@Doc("Names a declaration of topics.")
public record TopicPattern(@Doc("The pattern, as it was declared") String pattern) {}
