package dev.pulse.samples.ethereum.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;

import dev.pulse.api.check.Outcome;
import dev.pulse.api.check.Registration;
import dev.pulse.api.event.PulseListener;
import dev.pulse.api.model.Sample;
import dev.pulse.api.model.Status;
import dev.pulse.api.store.Documents;
import dev.pulse.core.Pulse;
import dev.pulse.prometheus.ObservedRequest;
import dev.pulse.samples.ethereum.evaluate.SilentDocuments;
import dev.pulse.samples.ethereum.node.Clients;
import dev.pulse.samples.ethereum.node.Layer;
import dev.pulse.testkit.ManualClock;
import dev.pulse.testkit.ManualScheduler;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import okhttp3.Headers;
import okio.Buffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class DirectorySourceTest {
  private static final String DOCUMENT =
      """
      {
        "networkMetadata": {"anything": [1, 2, {"x": null}]},
        "networks": {
          "eof-devnet-0": {"name": "eof", "status": "active", "chainId": 18446744073709551615,
            "hiveUrl": "https://hive.example/#/group/eof",
            "serviceUrls": {"rpc": "https://rpc.example", "odd": {"nested": true}},
            "added-later": {"a": [true]}},
          "pectra-devnet-1": {"status": "inactive"},
          "mainnet": {"status": "active", "chainId": "1"},
          "sepolia": {"status": "active", "chainId": -3},
          "old-test": {"status": "unknown", "serviceUrls": null},
          "../etc": {"status": "active"},
          "not-an-object": 3
        },
        "clients": {
          "lighthouse": {"name": "lighthouse", "displayName": "Lighthouse",
            "repository": "sigp/lighthouse", "type": "consensus", "branch": "unstable",
            "logo": "https://logos.example/lighthouse.png", "latestVersion": "v8.0.0"},
          "Caplin": {"type": "consensus"},
          "geth": {"type": "execution", "name": "geth", "logo": ""}
        }
      }
      """;

  private final ManualClock clock = ManualClock.at("2026-11-21T07:00:00Z");
  private final ManualScheduler scheduler = new ManualScheduler(clock);
  private final MockWebServer server = new MockWebServer();
  private final List<ObservedRequest> requests = new CopyOnWriteArrayList<>();
  private Pulse pulse;
  private Documents<StoredDirectory> documents;

  @BeforeEach
  void open() throws IOException {
    server.start();
    pulse = Pulse.builder().clock(clock).scheduler(scheduler).executor(Runnable::run).start();
    documents = pulse.documents("clients", StoredDirectory.class);
  }

  @AfterEach
  void close() {
    pulse.close();
    server.close();
  }

  private DirectorySource source() {
    return source(server.url("/networks.json?token=hush").uri());
  }

  private DirectorySource source(URI address) {
    return DirectorySource.builder(address, documents).clock(clock).observer(requests::add).build();
  }

  private void answer(String body) {
    server.enqueue(new MockResponse(200, Headers.EMPTY, body));
  }

  @Test
  @DisplayName("K1, row 15: used fields are read, unknown ones and odd values passed over")
  void theDocumentIsRead() throws IOException {
    answer(DOCUMENT);

    var directory = source().refresh();

    assertThat(directory.networks())
        .containsOnlyKeys("eof-devnet-0", "mainnet", "old-test", "pectra-devnet-1", "sepolia");
    var eof = directory.network("eof-devnet-0").orElseThrow();
    assertThat(Long.toUnsignedString(eof.chainId().orElseThrow()))
        .isEqualTo("18446744073709551615");
    assertThat(eof.hiveUrl()).contains("https://hive.example/#/group/eof");
    assertThat(eof.serviceUrls()).containsOnlyKeys("rpc").containsValue("https://rpc.example");
    assertThat(directory.network("mainnet").orElseThrow().chainId()).contains(1L);
    assertThat(directory.network("sepolia").orElseThrow().chainId()).isEmpty();
    var lighthouse = directory.client("Lighthouse").orElseThrow();
    assertThat(lighthouse.displayName()).isEqualTo("Lighthouse");
    assertThat(lighthouse.repository()).contains("sigp/lighthouse");
    assertThat(lighthouse.layer()).contains(Layer.CONSENSUS);
    assertThat(lighthouse.logo()).contains("https://logos.example/lighthouse.png");
    assertThat(directory.client("geth").orElseThrow().logo()).isEmpty();
    assertThat(directory.client("caplin").orElseThrow().displayName()).isEqualTo("Caplin");
    assertThat(directory.with(Clients.known()).layer("caplin")).contains(Layer.CONSENSUS);
    assertThat(directory.fetchedAt()).isEqualTo(clock.instant());
  }

  @Test
  @DisplayName("K3, 8.9: active networks, and all others, each sorted")
  void networksAreActiveOrNot() throws IOException {
    answer(DOCUMENT);

    var directory = source().refresh();

    assertThat(directory.active()).containsExactly("eof-devnet-0", "mainnet", "sepolia");
    assertThat(directory.inactive()).containsExactly("old-test", "pectra-devnet-1");
  }

  @Test
  @DisplayName("K2, row 43: the last good document is there after a restart, before a new one")
  void theLastGoodDocumentSurvivesARestart() throws IOException {
    answer(DOCUMENT);
    source().refresh();
    clock.move(Duration.ofDays(3));

    var again = source();

    assertThat(again.ready()).isTrue();
    assertThat(again.current().orElseThrow().fetchedAt())
        .isEqualTo(clock.instant().minus(Duration.ofDays(3)));
    assertThat(server.getRequestCount()).isEqualTo(1);
  }

  @ParameterizedTest
  @DisplayName("K2, defect 27: a document without networks or clients is refused, the old one kept")
  @ValueSource(
      strings = {
        "{}",
        "{\"networks\":{},\"clients\":{\"geth\":{}}}",
        "{\"networks\":{\"a\":{}},\"clients\":{}}",
        "{\"networks\":[],\"clients\":{\"geth\":{}}}",
        "[]",
        "",
        "<html>",
        "{\"networks\":{\"a\":{}},\"clients\":{\"b\":{}}} x",
        "{\"networks\":{\"a\":{}},\"clients\":{\"b\":{}}",
      })
  void anEmptyOrBrokenDocumentChangesNothing(String document) throws IOException {
    answer(DOCUMENT);
    answer(document);
    var source = source();
    var before = source.refresh();

    assertThatIOException().isThrownBy(source::refresh);

    assertThat(source.current()).containsSame(before);
    assertThat(documents.find("latest").orElseThrow().value().document()).isEqualTo(DOCUMENT);
  }

  @Test
  @DisplayName("K2: not ready until the first good document")
  void itIsNotReadyUntilThereIsADocument() throws IOException {
    server.enqueue(new MockResponse(503, Headers.EMPTY, "come\n back\tlater " + "x".repeat(500)));
    answer(DOCUMENT);
    var source = source();
    assertThat(source.ready()).isFalse();
    assertThat(source.current()).isEmpty();

    assertThatIOException()
        .isThrownBy(source::refresh)
        .withMessage("status 503: come back later " + "x".repeat(184) + "...");
    assertThat(source.ready()).isFalse();
    source.refresh();
    assertThat(source.ready()).isTrue();
  }

  @Test
  @DisplayName("K1: a redirect is not followed, and no message repeats the address")
  void redirectsAreNotFollowed() {
    server.enqueue(
        new MockResponse(302, Headers.of("Location", server.url("/other").toString()), ""));

    assertThatIOException().isThrownBy(() -> source().refresh()).withMessage("status 302");
    assertThat(server.getRequestCount()).isEqualTo(1);
  }

  @Test
  @DisplayName("K1: more than 20 MiB is refused")
  void aDocumentThatIsTooLargeIsRefused() {
    answer(" ".repeat(20 * 1024 * 1024 + 1));

    assertThatIOException()
        .isThrownBy(() -> source().refresh())
        .withMessage("the document is larger than 20971520 bytes");
  }

  @Test
  void bytesThatAreNoTextAreRefused() {
    server.enqueue(
        new MockResponse.Builder().body(new Buffer().write(new byte[] {(byte) 0xc3})).build());

    assertThatIOException()
        .isThrownBy(() -> source().refresh())
        .withMessage("the document is not UTF-8");
  }

  @Test
  @DisplayName("K1: a fetch that takes too long is given up")
  void aSilentServerIsGivenUp() {
    var fetch = new DocumentFetch(server.url("/").uri(), requests::add, Duration.ofMillis(200));

    assertThatIOException().isThrownBy(fetch::text);
    assertThat(requests)
        .singleElement()
        .satisfies(it -> assertThat(it.error()).contains("network_error"));
  }

  @Test
  @DisplayName("4.12: every request is told, as service clients")
  void requestsAreObserved() throws IOException {
    answer(DOCUMENT);
    server.enqueue(new MockResponse(500, Headers.EMPTY, "no"));
    var source = source();
    source.refresh();
    assertThatIOException().isThrownBy(source::refresh);

    assertThat(requests).extracting(ObservedRequest::service).containsOnly("clients");
    assertThat(requests)
        .extracting(it -> it.error().orElse("none"))
        .containsExactly("none", "http_500");
  }

  @Test
  @DisplayName("CLIENTS_DATA_URL may be a file")
  void aFileIsADocumentToo(@TempDir Path folder) throws IOException {
    var file = Files.writeString(folder.resolve("networks.json"), DOCUMENT);

    assertThat(source(file.toUri()).refresh().active()).hasSize(3);
    Files.delete(file);
    assertThatIOException().isThrownBy(() -> source(file.toUri()).refresh());
    assertThat(requests).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ftp://x/y",
        "relative",
        "file:relative",
        "file://host/x",
        "file:///x?secret",
        "http:///x",
        "mailto:a@b"
      })
  void addressesOfOtherKindsAreRefusedAndNotRepeated(String address) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> source(URI.create(address)))
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("secret", "host/x"));
  }

  @Test
  void aStoreThatDoesNotAnswerCostsOnlyTheRestart() throws IOException {
    answer(DOCUMENT);
    var source =
        DirectorySource.builder(server.url("/").uri(), new SilentDocuments<>())
            .clock(clock)
            .build();

    assertThat(source.ready()).isFalse();
    source.refresh();
    assertThat(source.ready()).isTrue();
  }

  @Test
  void aKeptDocumentThatCannotBeReadIsNone() {
    documents.create("latest", new StoredDirectory("{", clock.instant()));

    assertThat(source().ready()).isFalse();
  }

  @Test
  @DisplayName("K2: fetched at once and then every hour; every minute while it cannot be had")
  void thePulseRefreshesItEveryHour() {
    answer(DOCUMENT);
    server.enqueue(new MockResponse(500, Headers.EMPTY, ""));
    answer(DOCUMENT);
    var outcomes = new ArrayList<Outcome>();
    pulse.addListener(
        new PulseListener() {
          @Override
          public void onOutcome(Registration registration, Outcome outcome) {
            outcomes.add(outcome);
          }
        });

    pulse.add(source().registration());
    scheduler.advance(Duration.ofSeconds(1));
    assertThat(server.getRequestCount()).isEqualTo(1);
    scheduler.advance(Duration.ofMinutes(58));
    assertThat(server.getRequestCount()).isEqualTo(1);
    scheduler.advance(Duration.ofMinutes(2));
    assertThat(server.getRequestCount()).isEqualTo(2);
    scheduler.advance(Duration.ofMinutes(2));
    assertThat(server.getRequestCount()).isEqualTo(3);
    pulse.flush();

    assertThat(outcomes)
        .extracting(it -> it.result().status())
        .containsExactly(Status.PASS, Status.UNKNOWN, Status.PASS);
    assertThat(outcomes.get(0).result().samples())
        .extracting(Sample::name, Sample::value)
        .contains(tuple("ethereum_networks", 3.0), tuple("ethereum_clients", 3.0));
  }
}
