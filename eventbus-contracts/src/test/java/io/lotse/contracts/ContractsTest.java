package io.lotse.contracts;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ContractsTest {
    private static Stream<String> addresses() {
        return Stream.concat(
                Contracts.OPERATIONS.stream().map(Operation::address),
                Contracts.EVENTS.stream().map(EventType::address));
    }

    @Test
    void addressesAreOfOneForm() {
        assertThat(addresses()).allSatisfy(address -> assertThat(address)
                .matches("lotse\\.[a-z]+(-[a-z]+)*\\.[a-z]+(-[a-z]+)*\\.v[1-9]\\d*"));
    }

    @Test
    void noAddressIsUsedTwice() {
        assertThat(addresses()).doesNotHaveDuplicates();
        assertThat(Contracts.EVENTS).extracting(EventType::name).doesNotHaveDuplicates();
    }

    @Test
    void everyOperationAndEventOfAContractIsListed() throws IllegalAccessException {
        List<Object> declared = new ArrayList<>();
        for (Class<?> contract : ContractTypes.contracts()) {
            for (Field field : contract.getDeclaredFields()) {
                if (Modifier.isPublic(field.getModifiers())
                        && (field.getType() == Operation.class || field.getType() == EventType.class)) {
                    declared.add(field.get(null));
                }
            }
        }
        List<Object> listed = new ArrayList<>(Contracts.OPERATIONS);
        listed.addAll(Contracts.EVENTS);

        assertThat(listed).containsExactlyInAnyOrderElementsOf(declared);
    }

    @Test
    void everyOperationHasAPurposeAndATimeToAnswer() {
        assertThat(Contracts.OPERATIONS).allSatisfy(o -> {
            assertThat(o.purpose()).isNotBlank().doesNotEndWith(".");
            assertThat(o.timeout()).isPositive();
        });
        assertThat(Contracts.EVENTS)
                .allSatisfy(e -> assertThat(e.purpose()).isNotBlank().doesNotEndWith("."));
    }

    @Test
    void problemCodesAreUniqueAndTheirNumbersTellTheHttpStatus() {
        List<ProblemCode> codes = Arrays.asList(ProblemCode.values());

        assertThat(codes).extracting(ProblemCode::code).doesNotHaveDuplicates();
        assertThat(codes).extracting(ProblemCode::number).doesNotHaveDuplicates();
        assertThat(codes).allSatisfy(code -> {
            assertThat(code.code()).matches("[a-z]+(-[a-z]+)*");
            assertThat(Integer.toString(code.number())).startsWith(Integer.toString(code.httpStatus()));
            assertThat(ProblemCode.ofNumber(code.number())).contains(code);
        });
    }

    @Test
    void aNumberThatIsNoneOfOursIsNoCode() {
        assertThat(ProblemCode.ofNumber(-1)).isEmpty();
    }
}
