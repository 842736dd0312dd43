package dev.pulse.samples.fakes;

import java.util.List;

/** What a database may hold although nobody would choose it, to see that a text stays a text. */
final class HostileTexts {
  private static final List<LivingValidator.Costume> COSTUMES =
      List.of(
          LivingValidator.Costume.PLAIN,
          (column, text) ->
              column.equals("id") ? "<img src=x onerror=\"document.title=1\">/" + text : text,
          (column, text) -> column.equals("id") ? "long-".repeat(98) + text : text,
          (column, text) ->
              column.equals("state") && text.equals("completed") ? "أكتمل \u202e live" : text,
          (column, text) -> column.equals("id") ? "👩‍🚀 日本語 " + text + "?a=b&c#d" : text,
          (column, text) ->
              column.equals("error") ? "<script>alert(1)</script>\n" + text + " ".repeat(9) : text);

  private HostileTexts() {}

  /** That of a pod; all others are plain. */
  static LivingValidator.Costume costume(int number) {
    return COSTUMES.get(number % COSTUMES.size());
  }
}
