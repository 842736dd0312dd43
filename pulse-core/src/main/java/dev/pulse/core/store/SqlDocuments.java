package dev.pulse.core.store;

import static java.util.Objects.requireNonNull;

import dev.pulse.api.store.Document;
import dev.pulse.api.store.Documents;
import dev.pulse.core.store.Database.Durability;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One collection in a {@link Database}. Thread-safe. */
final class SqlDocuments implements Documents<String> {
  private final Database database;
  private final String collection;

  SqlDocuments(Database database, String collection) {
    this.database = database;
    this.collection = collection;
  }

  @Override
  public Optional<Document<String>> find(String id) {
    requireNonNull(id, "id");
    return database.read(
        "read a document",
        session ->
            session.first(
                "SELECT version, body FROM document WHERE collection = ? AND id = ?",
                row -> new Document<>(id, row.getLong(1), session.text(row, 2)),
                collection,
                id));
  }

  @Override
  public List<Document<String>> list() {
    return list("", Integer.MAX_VALUE);
  }

  @Override
  public List<Document<String>> list(String after, int limit) {
    requireNonNull(after, "after");
    DocumentNames.requireLimit(limit);
    return database.read(
        "read documents",
        session -> {
          var documents = new ArrayList<Document<String>>();
          session.each(
              "SELECT id, version, body FROM document WHERE collection = ? AND id > ?"
                  + " ORDER BY id LIMIT ?",
              row ->
                  documents.add(
                      new Document<>(session.text(row, 1), row.getLong(2), session.text(row, 3))),
              collection,
              after,
              limit);
          return List.copyOf(documents);
        });
  }

  @Override
  public Document<String> create(String id, String value) {
    var document = new Document<>(DocumentNames.requireId(id), 1, value);
    return database.write(
        "create a document",
        Durability.FULL,
        session -> {
          int created =
              session.update(
                  "INSERT INTO document (collection, id, version, body) VALUES (?, ?, 1, ?)"
                      + " ON CONFLICT DO NOTHING",
                  collection,
                  id,
                  value);
          if (created == 0) {
            throw Conflicts.exists(collection, id);
          }
          return document;
        });
  }

  @Override
  public Document<String> update(String id, String value, long version) {
    var document = new Document<>(id, version + 1, value);
    return database.write(
        "update a document",
        Durability.FULL,
        session -> {
          int updated =
              session.update(
                  "UPDATE document SET version = version + 1, body = ?"
                      + " WHERE collection = ? AND id = ? AND version = ?",
                  value,
                  collection,
                  id,
                  version);
          if (updated == 0) {
            var found =
                session.first(
                    "SELECT version FROM document WHERE collection = ? AND id = ?",
                    row -> row.getLong(1),
                    collection,
                    id);
            throw found
                .map(current -> Conflicts.version(collection, id, version, current))
                .orElseGet(() -> Conflicts.gone(collection, id));
          }
          return document;
        });
  }

  @Override
  public boolean delete(String id) {
    requireNonNull(id, "id");
    return database.write(
        "delete a document",
        Durability.FULL,
        session ->
            session.update("DELETE FROM document WHERE collection = ? AND id = ?", collection, id)
                > 0);
  }
}
