package dev.pulse.samples.repohealth.store;

import com.squareup.moshi.JsonReader;
import com.squareup.moshi.JsonWriter;
import dev.pulse.api.store.StoreException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import okio.Buffer;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The bills of materials of the repositories: one each, the last that was read. Thread-safe. */
public final class BillTable {
  private static final int DIRECT = 1;

  private final Database database;
  private final String org;

  BillTable(Database database, String org) {
    this.database = database;
    this.org = org;
  }

  /** The bill of a repository; empty when nobody has looked for it yet. */
  public Optional<BillRow> find(String repository) {
    return database.read(
        handle ->
            handle
                .createQuery(
                    "SELECT b.*, p.packages FROM rh_bills b LEFT JOIN rh_packages p"
                        + " ON p.org = b.org AND p.repo = b.repo"
                        + " WHERE b.org = :org AND b.repo = :repo")
                .bind("org", org)
                .bind("repo", Columns.folded(repository))
                .map(
                    (row, context) ->
                        new BillRow(
                            Columns.instant(row, "asked_at"),
                            Columns.instantOrNull(row, "read_at"),
                            row.getString("because"),
                            row.getString("outdated_because"),
                            Optional.ofNullable(row.getString("packages")).map(BillTable::tree)))
                .findOne());
  }

  /** Stores the bill that was read; one that could not be read leaves the one before. */
  void save(Handle handle, String repository, BillRow bill) {
    boolean read = bill.readAt() != null;
    handle
        .createUpdate(
            "INSERT INTO rh_bills (org, repo, asked_at, read_at, because, outdated_because)"
                + " VALUES (:org, :repo, :at, :readAt, :because, :outdatedBecause)"
                + " ON CONFLICT (org, repo) DO UPDATE SET asked_at = excluded.asked_at,"
                + " because = excluded.because"
                + (read
                    ? ", read_at = excluded.read_at,"
                        + " outdated_because = excluded.outdated_because"
                    : ""))
        .bind("org", org)
        .bind("repo", Columns.folded(repository))
        .bind("at", bill.askedAt().toEpochMilli())
        .bind("readAt", Columns.millis(bill.readAt()))
        .bind("because", Columns.foreignOrNull(bill.because()))
        .bind("outdatedBecause", Columns.foreignOrNull(bill.outdatedBecause()))
        .execute();
    bill.tree().ifPresent(tree -> save(handle, repository, Columns.foreign(json(tree))));
  }

  private void save(Handle handle, String repository, String packages) {
    handle
        .createUpdate(
            "INSERT INTO rh_packages (org, repo, packages) VALUES (:org, :repo, :packages)"
                + " ON CONFLICT (org, repo) DO UPDATE SET packages = excluded.packages"
                + " WHERE rh_packages.packages <> excluded.packages")
        .bind("org", org)
        .bind("repo", Columns.folded(repository))
        .bind("packages", packages)
        .execute();
  }

  /** Of repositories that are no more. */
  void prune(Handle handle) {
    for (String table : List.of("rh_bills", "rh_packages")) {
      handle
          .createUpdate(
              "DELETE FROM "
                  + table
                  + " WHERE org = :org AND repo NOT IN"
                  + " (SELECT repo FROM rh_repos WHERE org = :org)")
          .bind("org", org)
          .execute();
    }
  }

  private static String json(PackageTree tree) {
    var text = new Buffer();
    try (var writer = JsonWriter.of(text)) {
      writer.setSerializeNulls(true);
      writer.beginObject().name("paths").value(tree.tellsPaths());
      writer.name("left").value(tree.leftOut()).name("cut").value(tree.cut());
      writer.name("packages").beginArray();
      for (PackageNode node : tree.packages()) {
        writer.beginArray().value(node.ecosystem()).value(node.name()).value(node.version());
        writer.value(node.newest()).value(node.direct() ? DIRECT : 0);
        for (int place : node.draws()) {
          writer.value(place);
        }
        writer.endArray();
      }
      writer.endArray().endObject();
    } catch (IOException e) {
      throw new UncheckedIOException("a buffer in memory that cannot be written", e);
    }
    return text.readUtf8();
  }

  private static PackageTree tree(String json) {
    boolean paths = false;
    int left = 0;
    boolean cut = false;
    var nodes = new ArrayList<PackageNode>();
    try (var reader = JsonReader.of(new Buffer().writeUtf8(json))) {
      reader.beginObject();
      while (reader.hasNext()) {
        switch (reader.nextName()) {
          case "paths" -> paths = reader.nextBoolean();
          case "left" -> left = reader.nextInt();
          case "cut" -> cut = reader.nextBoolean();
          case "packages" -> {
            reader.beginArray();
            while (reader.hasNext()) {
              nodes.add(node(reader));
            }
            reader.endArray();
          }
          default -> reader.skipValue();
        }
      }
      reader.endObject();
    } catch (IOException e) {
      throw new StoreException("the stored packages of a repository cannot be read", e);
    }
    return new PackageTree(paths, left, cut, nodes);
  }

  private static PackageNode node(JsonReader reader) throws IOException {
    reader.beginArray();
    var ecosystem = reader.nextString();
    var name = reader.nextString();
    var version = textOrNull(reader);
    var newest = textOrNull(reader);
    boolean direct = reader.nextInt() == DIRECT;
    var draws = new ArrayList<Integer>();
    while (reader.hasNext()) {
      draws.add(reader.nextInt());
    }
    reader.endArray();
    return new PackageNode(ecosystem, name, version, newest, direct, draws);
  }

  private static @Nullable String textOrNull(JsonReader reader) throws IOException {
    return reader.peek() == JsonReader.Token.NULL ? reader.<String>nextNull() : reader.nextString();
  }
}
