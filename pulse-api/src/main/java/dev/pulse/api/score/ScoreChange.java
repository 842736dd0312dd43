package dev.pulse.api.score;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The difference between two scores of one model, and what each factor has to do with it. The parts
 * sum up to the whole, exactly and in decimal numbers. Immutable; from {@link Score#changeSince}.
 *
 * <p>The way from the old to the new score is taken in three steps. Factors that went missing leave
 * the old score: what that changes is theirs. The points of those that are in both scores change:
 * each has its own difference, times its weight, ÷ the weights of these. Factors that came join
 * them: what that changes is theirs. So a factor that is as it was has no part in the change, and
 * the way back is the same with the signs turned, but for a millionth. All of it is rounded to six
 * decimals; what rounding left over goes, in steps of a millionth, to the parts that it took most
 * from.
 */
public final class ScoreChange {
  private static final MathContext PRECISE = new MathContext(50);
  private static final BigDecimal STEP = BigDecimal.ONE.movePointLeft(Score.DECIMALS);

  /** Farther behind the point there is only what the divisions left. */
  private static final int MEANT_DECIMALS = 30;

  private static final int SHOWN_DECIMALS = 1;

  private final BigDecimal delta;
  private final List<Part> parts;

  /**
   * What one factor has to do with a change.
   *
   * @param factor the name of the factor
   * @param delta how many points of the whole change are its own, with six decimals
   * @param because what happened to it, in one line for people: points with at most one decimal, or
   *     with six where one would not show what changed
   */
  public record Part(String factor, BigDecimal delta, String because) {
    /** A part; all components are needed. */
    public Part {
      requireNonNull(factor, "factor");
      requireNonNull(delta, "delta");
      requireNonNull(because, "because");
    }

    @Override
    public String toString() {
      return factor + " " + signed(delta) + " (" + because + ")";
    }
  }

  private ScoreChange(BigDecimal delta, List<Part> parts) {
    this.delta = delta;
    this.parts = parts;
  }

  /** The change between two values with the factors that each was made of. */
  static ScoreChange between(
      BigDecimal from,
      List<Factor> before,
      BigDecimal to,
      List<Factor> after,
      List<Factor> missing) {
    var delta = to.subtract(from);
    if (before.isEmpty() || after.isEmpty()) {
      return new ScoreChange(delta, List.of());
    }
    var old = byName(before);
    var now = byName(after);
    var exact = exact(old, now);
    var rounded = rounded(exact, delta);
    var lost = byName(missing);
    var parts = new ArrayList<Part>();
    rounded.forEach(
        (name, part) -> {
          var was = Optional.ofNullable(old.get(name));
          var is = Optional.ofNullable(now.get(name)).or(() -> Optional.ofNullable(lost.get(name)));
          if (part.signum() != 0 || !sameNumbers(was, is)) {
            parts.add(new Part(name, part, because(was, is)));
          }
        });
    parts.sort(Comparator.comparing((Part part) -> part.delta().abs()).reversed());
    return new ScoreChange(delta, List.copyOf(parts));
  }

  /** The part of each factor of either side, before rounding. */
  private static Map<String, BigDecimal> exact(Map<String, Factor> old, Map<String, Factor> now) {
    var names = new LinkedHashSet<>(now.keySet());
    names.addAll(old.keySet());
    var oldCommon = old.values().stream().filter(f -> now.containsKey(f.name())).toList();
    var nowCommon = now.values().stream().filter(f -> old.containsKey(f.name())).toList();
    var oldLevel = mean(oldCommon.isEmpty() ? old.values() : oldCommon);
    var nowLevel = mean(nowCommon.isEmpty() ? now.values() : nowCommon);
    var middle = oldLevel.add(nowLevel).divide(BigDecimal.valueOf(2), PRECISE);
    boolean nothingInCommon = oldCommon.isEmpty();
    var left = share(old.values(), nothingInCommon ? middle : oldLevel);
    var came = share(now.values(), nothingInCommon ? middle : nowLevel);
    var oldShare = share(oldCommon, middle);
    var nowShare = share(nowCommon, middle);
    var parts = new LinkedHashMap<String, BigDecimal>();
    for (String name : names) {
      BigDecimal part;
      if (!now.containsKey(name)) {
        part = left.getOrDefault(name, BigDecimal.ZERO).negate();
      } else if (!old.containsKey(name)) {
        part = came.getOrDefault(name, BigDecimal.ZERO);
      } else {
        part =
            nowShare
                .getOrDefault(name, BigDecimal.ZERO)
                .subtract(oldShare.getOrDefault(name, BigDecimal.ZERO));
      }
      parts.put(name, part.setScale(MEANT_DECIMALS, RoundingMode.HALF_UP));
    }
    return parts;
  }

  /** How far each factor moves the mean of all of them away from a level. */
  private static Map<String, BigDecimal> share(Collection<Factor> factors, BigDecimal level) {
    var weights = Score.weights(factors);
    return factors.stream()
        .collect(
            Collectors.toMap(
                Factor::name,
                factor ->
                    factor
                        .decimalPoints()
                        .subtract(level)
                        .multiply(factor.decimalWeight())
                        .divide(weights, PRECISE)));
  }

  private static BigDecimal mean(Collection<Factor> factors) {
    return Score.weightedSum(factors).divide(Score.weights(factors), PRECISE);
  }

  /** The parts with six decimals, so that they sum up to the whole. */
  private static Map<String, BigDecimal> rounded(Map<String, BigDecimal> exact, BigDecimal whole) {
    var rounded = new LinkedHashMap<String, BigDecimal>();
    exact.forEach(
        (name, part) -> rounded.put(name, part.setScale(Score.DECIMALS, RoundingMode.HALF_UP)));
    var rest = whole.subtract(rounded.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add));
    if (rest.signum() == 0) {
      return rounded;
    }
    var step = rest.signum() > 0 ? STEP : STEP.negate();
    var direction = BigDecimal.valueOf(rest.signum());
    var moved = exact.keySet().stream().filter(name -> get(exact, name).signum() != 0).toList();
    var takers =
        (moved.isEmpty() ? exact.keySet() : moved)
            .stream()
                .sorted(
                    Comparator.comparing(
                            (String name) ->
                                get(exact, name).subtract(get(rounded, name)).multiply(direction))
                        .reversed())
                .toList();
    for (int i = 0; rest.signum() != 0; i++) {
      rounded.merge(takers.get(i % takers.size()), step, BigDecimal::add);
      rest = rest.subtract(step);
    }
    return rounded;
  }

  private static BigDecimal get(Map<String, BigDecimal> map, String name) {
    return requireNonNull(map.get(name));
  }

  private static Map<String, Factor> byName(List<Factor> factors) {
    var map = new LinkedHashMap<String, Factor>();
    factors.forEach(factor -> map.put(factor.name(), factor));
    return map;
  }

  private static boolean sameNumbers(Optional<Factor> was, Optional<Factor> is) {
    return was.isPresent()
        && is.isPresent()
        && was.get().points().equals(is.get().points())
        && was.get().weight() == is.get().weight();
  }

  private static String because(Optional<Factor> was, Optional<Factor> is) {
    if (was.isEmpty()) {
      return "it has points now: " + is.map(ScoreChange::points).orElse("");
    }
    var old = points(was.get());
    if (is.isEmpty()) {
      return "it had " + old + " and is no factor any more";
    }
    if (is.get().isMissing()) {
      return "it had " + old + " and is missing: " + is.get().evidence();
    }
    boolean sameWeight = was.get().weight() == is.get().weight();
    var now = points(is.get());
    // What changed is not told as if it had not.
    boolean alike = old.equals(now) && !was.get().points().equals(is.get().points());
    return (alike ? text(was.get().decimalPoints()) : old)
        + " → "
        + (alike ? text(is.get().decimalPoints()) : now)
        + (sameWeight
            ? ""
            : ", weight "
                + text(was.get().decimalWeight())
                + " → "
                + text(is.get().decimalWeight()));
  }

  /** As people say points: with at most one decimal. */
  private static String points(Factor factor) {
    return text(factor.decimalPoints().setScale(SHOWN_DECIMALS, RoundingMode.HALF_UP));
  }

  /** A number for people: at most six decimals, without zeros at the end. */
  static String text(BigDecimal number) {
    var plain = number.setScale(Score.DECIMALS, RoundingMode.HALF_UP).stripTrailingZeros();
    return plain.toPlainString();
  }

  private static String signed(BigDecimal number) {
    return (number.signum() > 0 ? "+" : "") + text(number);
  }

  /** The new score less the old one, with six decimals. */
  public BigDecimal delta() {
    return delta;
  }

  /**
   * What became of each factor that changed, the largest part first; unmodifiable. Their sum is
   * {@link #delta()}. Empty when nothing changed, and when one of the scores has no factors.
   */
  public List<Part> parts() {
    return parts;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ScoreChange change
        && delta.equals(change.delta)
        && parts.equals(change.parts);
  }

  @Override
  public int hashCode() {
    return delta.hashCode() * 31 + parts.hashCode();
  }

  /** As people read it: {@code -2.5: coverage -2 (80 → 70), build -0.5 (…)}. */
  @Override
  public String toString() {
    return signed(delta)
        + (parts.isEmpty()
            ? ""
            : parts.stream().map(Part::toString).collect(Collectors.joining(", ", ": ", "")));
  }
}
