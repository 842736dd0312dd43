package dev.pulse.core.condition;

import java.util.List;

/** How an expression is read: the language is one, but not everybody is promised all of it. */
enum Dialect {
  /**
   * Results and outcomes: what is not there has no answer. Texts that read as numbers are numbers,
   * and numbers can be calculated with.
   */
  USUAL(2000, "numbers", "+ - * / %, ", Functions.NAMES),

  /**
   * Facts of which it is known whether they have a value: {@link FactCondition} says what then
   * holds.
   */
  FACTS(
      1000,
      "numbers with or without a sign",
      "",
      Functions.NAMES.stream().filter(name -> !name.equals("json")).toList());

  final int longest;
  final String allowed;

  Dialect(int longest, String numbers, String arithmetic, List<String> functions) {
    this.longest = longest;
    this.allowed =
        "names, "
            + numbers
            + ", texts in quotes, true, false, null, == != < <= > >=, contains, and or not, "
            + arithmetic
            + "parentheses and the functions "
            + String.join(", ", functions);
  }
}
