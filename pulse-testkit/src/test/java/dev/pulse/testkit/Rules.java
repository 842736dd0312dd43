package dev.pulse.testkit;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.Arguments;

/**
 * The tests of a contract, one by one, to see each fail for somebody who breaks it: a contract that
 * lets a bad one pass would be worse than none.
 */
final class Rules {
  private final Class<?> contract;

  Rules(Class<?> contract) {
    this.contract = contract;
  }

  /** The names of all rules, also of those that the contract inherits. */
  Set<String> names() {
    var names = new TreeSet<String>();
    for (Class<?> type = contract; type != Object.class; type = type.getSuperclass()) {
      for (Method method : type.getDeclaredMethods()) {
        if (method.isAnnotationPresent(Test.class)) {
          names.add(method.getName());
        }
      }
    }
    return names;
  }

  /** Tries one rule; what its test throws comes through. */
  void apply(String rule, Object subject) throws Throwable {
    for (Class<?> type = contract; type != Object.class; type = type.getSuperclass()) {
      for (Method method : type.getDeclaredMethods()) {
        if (method.getName().equals(rule)) {
          method.setAccessible(true);
          try {
            method.invoke(subject);
          } catch (InvocationTargetException e) {
            throw e.getCause();
          }
          return;
        }
      }
    }
    throw new IllegalArgumentException(contract + " has no rule " + rule);
  }

  void applyAll(Object subject) throws Throwable {
    for (String rule : names()) {
      apply(rule, subject);
    }
  }

  /** The rules that a table of mutants breaks; each row has the rule as its first argument. */
  static Set<String> broken(Arguments[] mutants) {
    var rules = new TreeSet<String>();
    Arrays.stream(mutants).map(row -> (String) row.get()[0]).forEach(rules::add);
    return rules;
  }

  /** A row: who breaks which rule. */
  static Arguments mutant(String rule, String how, Object subject) {
    return Arguments.argumentSet(rule + " is broken by one that " + how, rule, subject);
  }
}
