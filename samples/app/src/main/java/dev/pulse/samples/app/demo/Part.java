package dev.pulse.samples.app.demo;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The parts of a shop that does not exist, each at a path of its own. Most work; what happens to
 * the others is spread over the minutes, so that something is always in trouble and never all. What
 * needs the cache is down while that is away, and the checkout while nobody takes cards.
 */
enum Part implements Behaviour {
  STOREFRONT(18, 8),
  CATALOG(26, 10, Trouble.down(300, 131, 160)),
  SEARCH(34, 14, Trouble.slow(240, 95, 115, 320), Trouble.down(300, 131, 160)),
  BASKET(22, 8, Trouble.down(300, 131, 160)),
  IMAGES_1(11, 5),
  IMAGES_2(12, 5, Trouble.down(150, 55, 95)),
  IMAGES_3(11, 5),
  MOBILE_API(40, 18) {
    @Override
    public Answer answer(long request, Duration since) {
      var answer = super.answer(request, since);
      return request % 23 == 0 ? answer.withStatus(502) : answer;
    }
  },

  CHECKOUT(48, 16, Trouble.down(180, 26, 62)),
  CARD_PAYMENTS(70, 25, Trouble.slow(180, 12, 24, 900), Trouble.down(180, 24, 62)),
  INVOICES(31, 12),
  FRAUD_CHECK(64, 30),
  CURRENCY_RATES(9, 3, Trouble.down(3600, 0, 3600)),

  WAREHOUSE(42, 15, Trouble.down(3600, 0, 3600)),
  LABELS(55, 25, Trouble.says(210, 70, 130, "{\"printers\": 1, \"of\": 4}")) {
    @Override
    public Answer answer(long request, Duration since) {
      var answer = super.answer(request, since);
      return answer.body().isEmpty() ? answer.saying("{\"printers\": 4, \"of\": 4}") : answer;
    }
  },
  PARCEL_TRACKING(85, 40, Trouble.slow(200, 120, 165, 450)),
  RETURNS(24, 8),

  ACCOUNTS(20, 8),
  ORDERS_QUEUE(8, 4) {
    @Override
    public Answer answer(long request, Duration since) {
      // Fills for two minutes and is worked off within one.
      long second = since.toSeconds() % 180;
      long waiting = second < 120 ? 40 + second * 9 : 40 + (180 - second) * 18;
      return super.answer(request, since).saying("{\"waiting\": " + waiting + "}");
    }
  };

  private final int usual;
  private final int spread;

  @SuppressWarnings("ImmutableEnumChecker") // a copy, of values that do not change
  private final List<Trouble> troubles;

  /**
   * A part.
   *
   * @param usual how many milliseconds it takes at least
   * @param spread how many more, mostly
   */
  Part(int usual, int spread, Trouble... troubles) {
    this.usual = usual;
    this.spread = spread;
    this.troubles = List.of(troubles);
  }

  @Override
  public Answer answer(long request, Duration since) {
    var answer = Answer.ok(latency(request));
    for (Trouble trouble : troubles) {
      if (trouble.isOn(since)) {
        answer = trouble.effect().apply(answer);
      }
    }
    return answer;
  }

  /** Never the same, mostly close to the usual one, and as good as never negative. */
  Duration latency(long seed) {
    var random = new SplittableRandom(seed * 31 + name().hashCode());
    // The sum of some even ones is close to a bell.
    double bell = (random.nextDouble() + random.nextDouble() + random.nextDouble()) / 3;
    double tail = random.nextInt(40) == 0 ? 2 : 0;
    return Duration.ofNanos((long) ((usual + spread * (bell + tail)) * 1_000_000));
  }
}
