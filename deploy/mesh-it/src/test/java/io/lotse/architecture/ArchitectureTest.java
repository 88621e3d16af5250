package io.lotse.architecture;

import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.vertx.core.VerticleBase;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaModifier.FINAL;
import static com.tngtech.archunit.core.domain.properties.HasModifiers.Predicates.modifier;
import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

/** The rules of the house, checked on every class that is shipped. */
@AnalyzeClasses(
        packages = "io.lotse",
        importOptions = {ImportOption.DoNotIncludeTests.class, ArchitectureTest.WithoutTestSupport.class})
class ArchitectureTest {
    /** Compiled as main classes, for the tests of others; none of it is a part of a node. */
    static final class WithoutTestSupport implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return !location.contains("test-support")
                    && !location.contains("test-faults")
                    && !location.contains("deploy/junit")
                    && !location.contains("lotse-junit");
        }
    }

    private static final String CONTRACTS = "io.lotse.contracts..";
    private static final String MESH_VIEW = "io.lotse.meshview..";
    private static final String STATISTICS = "io.lotse.statistics..";
    private static final String OPENAPI = "io.lotse.openapi..";
    private static final String RAFT = "io.lotse.raft..";
    private static final String CLUSTER = "io.lotse.cluster..";
    private static final String LAUNCHER = "io.lotse.launcher..";

    private static final DescribedPredicate<JavaClass> IN_A_ROOM = resideInAnyPackage("io.lotse..")
            .and(DescribedPredicate.not(
                    resideInAnyPackage(CONTRACTS, MESH_VIEW, STATISTICS, OPENAPI, RAFT, CLUSTER, LAUNCHER)))
            .as("of a verticle module");

    @ArchTest
    static final ArchRule roomsDoNotSeeEachOther = slices().matching("io.lotse.(*)..")
            .should()
            .notDependOnEachOther()
            .ignoreDependency(resideInAnyPackage(LAUNCHER), DescribedPredicate.alwaysTrue())
            .ignoreDependency(DescribedPredicate.alwaysTrue(), resideInAnyPackage(CONTRACTS))
            .ignoreDependency(are(IN_A_ROOM), resideInAnyPackage(MESH_VIEW, STATISTICS, OPENAPI, RAFT))
            .because("verticles talk over the event bus and nothing else; the launcher alone knows everyone");

    @ArchTest
    static final ArchRule contractsKnowNobody = noClasses()
            .that()
            .resideInAPackage(CONTRACTS)
            .should()
            .dependOnClassesThat(resideInAnyPackage("io.lotse..", "com.hazelcast..", "org.apache.ratis..")
                    .and(DescribedPredicate.not(resideInAnyPackage(CONTRACTS))));

    @ArchTest
    static final ArchRule hazelcastStaysInTheClusterModule = noClasses()
            .that()
            .resideOutsideOfPackage(CLUSTER)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("com.hazelcast..", "io.vertx.spi.cluster.hazelcast..");

    @ArchTest
    static final ArchRule ratisStaysWithTheVoters = noClasses()
            .that()
            .resideOutsideOfPackages("io.lotse.ledger..", "io.lotse.eventlog..", RAFT)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.ratis..");

    @ArchTest
    static final ArchRule aRoomShowsItsVerticleAndItsConfigOnly = classes()
            .that(are(IN_A_ROOM))
            .and()
            .areTopLevelClasses()
            .and()
            .arePublic()
            .should()
            .haveSimpleNameEndingWith("Verticle")
            .orShould()
            .haveSimpleNameEndingWith("Config");

    @ArchTest
    static final ArchRule verticlesReturnFutures =
            classes().that().haveSimpleNameEndingWith("Verticle").should().beAssignableTo(VerticleBase.class);

    @ArchTest
    static final ArchRule timeIsInjected = noClasses()
            .that()
            .resideOutsideOfPackage(LAUNCHER)
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(Clock.class, "systemUTC")
            .because("time is an injected Clock");

    @ArchTest
    static final ArchRule nothingSleepsOrWaits = noClasses()
            .that(are(IN_A_ROOM))
            .should()
            .callMethod(Thread.class, "sleep", long.class)
            .orShould()
            .callMethod(CompletableFuture.class, "join")
            .orShould()
            .callMethod(CompletableFuture.class, "get")
            .orShould()
            .callMethod(Future.class, "get")
            .because("nothing blocks an event loop");

    @ArchTest
    static final ArchRule onlyTheLauncherPrintsAndExits = noClasses()
            .that()
            .resideOutsideOfPackage(LAUNCHER)
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err")
            .orShould()
            .callMethod(System.class, "exit", int.class)
            .orShould()
            .callMethod(Throwable.class, "printStackTrace");

    @ArchTest
    static final ArchRule thereAreNoDrawers = noClasses()
            .should()
            .haveSimpleNameEndingWith("Utils")
            .orShould()
            .haveSimpleNameEndingWith("Util")
            .orShould()
            .haveSimpleNameEndingWith("Helper")
            .orShould()
            .resideInAnyPackage("..impl..", "..util..", "..utils..", "..common..", "..misc..");

    @ArchTest
    static final ArchRule nothingStaticChanges =
            fields().that().areStatic().should().beFinal().because("mutable statics join what should be apart");

    @ArchTest
    static final ArchRule configurationIsImmutable = fields().that()
            .areDeclaredInClassesThat()
            .haveSimpleNameEndingWith("Config")
            .should(com.tngtech.archunit.lang.conditions.ArchConditions.have(
                    modifier(FINAL).as("the modifier final")));
}
