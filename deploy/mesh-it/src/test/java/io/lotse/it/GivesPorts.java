package io.lotse.it;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * A test whose mesh gives ports to processes that listen there. Two such meshes on one host do not know of each other, give the
 * same ports and see which process is faster: these tests run one after the other, beside all others.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ResourceLock("ports that a mesh gives")
// two lanes take the tests from both ends: so none waits for the lock while there is another to run
@Order(1)
@interface GivesPorts {}
