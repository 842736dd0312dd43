package dev.pulse.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class StoreContractTest {
  @Test
  void everyPartIsBroughtInOnce() {
    List<Class<?>> parts = List.of(StoreContractPart.class.getPermittedSubclasses());
    Stream<Class<?>> broughtIn =
        Arrays.stream(StoreContract.class.getDeclaredClasses())
            .filter(type -> type.isAnnotationPresent(Nested.class))
            .map(type -> type.getSuperclass());

    assertThat(broughtIn).containsExactlyInAnyOrderElementsOf(parts);
  }
}
