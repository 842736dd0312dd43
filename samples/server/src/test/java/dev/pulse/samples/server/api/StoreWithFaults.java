package dev.pulse.samples.server.api;

import dev.pulse.api.store.Journal;
import dev.pulse.api.store.Store;
import dev.pulse.core.store.Stores;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.function.Consumer;

/**
 * A store in memory whose journal does something before it answers, or once it knows the answer.
 */
final class StoreWithFaults {
  private final Store memory = Stores.memory();
  private volatile Consumer<String> before = method -> {};
  private volatile Consumer<String> after = method -> {};

  /** What happens from now on, given the name of the method of the journal that was called. */
  void before(Consumer<String> reaction) {
    before = reaction;
  }

  /** The same, once the answer is read and before it is given. */
  void after(Consumer<String> reaction) {
    after = reaction;
  }

  Store store() {
    return proxy(
        Store.class,
        (method, arguments) ->
            method.getName().equals("journal") ? journal() : call(method, memory, arguments));
  }

  private Journal journal() {
    var journal = memory.journal();
    return proxy(
        Journal.class,
        (method, arguments) -> {
          before.accept(method.getName());
          var answer = call(method, journal, arguments);
          after.accept(method.getName());
          return answer;
        });
  }

  @FunctionalInterface
  private interface Call {
    Object answer(Method method, Object[] arguments) throws Throwable;
  }

  private static <T> T proxy(Class<T> type, Call call) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) -> call.answer(method, arguments)));
  }

  private static Object call(Method method, Object target, Object[] arguments) throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
