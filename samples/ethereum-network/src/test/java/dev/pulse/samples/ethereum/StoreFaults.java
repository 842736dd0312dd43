package dev.pulse.samples.ethereum;

import dev.pulse.api.store.Documents;
import dev.pulse.api.store.Store;
import dev.pulse.api.store.StoreException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/** A store of which some documents do not answer. */
final class StoreFaults {
  private StoreFaults() {}

  /** The store, in which no single document of a collection can be read. */
  static Store withoutReading(Store store, String collection) {
    return proxy(
        Store.class,
        (proxy, method, arguments) -> {
          var answer = ask(store, method, arguments);
          return method.getName().equals("documents") && arguments[0].equals(collection)
              ? unreadable((Documents<?>) answer)
              : answer;
        });
  }

  private static Documents<?> unreadable(Documents<?> documents) {
    return proxy(
        Documents.class,
        (proxy, method, arguments) -> {
          if (method.getName().equals("find")) {
            throw new StoreException("the store does not answer", null);
          }
          return ask(documents, method, arguments);
        });
  }

  private static Object ask(Object target, Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(
        Proxy.newProxyInstance(StoreFaults.class.getClassLoader(), new Class<?>[] {type}, handler));
  }
}
