-- The store, schema 1. A migration is never edited once it has been released; the next one gets the
-- next number. Plain are ids, kinds, dates, lots and sizes; everything else is sealed.

CREATE TABLE store_keys (
    name   @TEXT@ NOT NULL PRIMARY KEY, -- 'box': the root key, sealed by passphrase and recovery code
    sealed @BLOB@ NOT NULL
) @STRICT@;

CREATE TABLE client_keys (
    client  @TEXT@ NOT NULL PRIMARY KEY, -- id of the client; '' for what is the studio's own
    wrapped @BLOB@ NOT NULL              -- the client's key, sealed by the root's wrap key
) @STRICT@;

CREATE TABLE documents (
    id       @TEXT@ NOT NULL,
    version  @I64@  NOT NULL CHECK (version >= 1), -- every version stays
    kind     @TEXT@ NOT NULL,
    client   @TEXT@ NOT NULL REFERENCES client_keys (client),
    date     @TEXT@ NOT NULL,                      -- of the record, YYYY-MM-DD; '' for none
    archived @I64@  NOT NULL CHECK (archived IN (0, 1)),
    latest   @I64@  NOT NULL CHECK (latest IN (0, 1)),
    sealed   @BLOB@ NOT NULL,                      -- the columns above again, lots, references, body
    PRIMARY KEY (id, version)
) @STRICT@;
CREATE INDEX documents_by_kind ON documents (kind, date, id) WHERE latest = 1;
CREATE INDEX documents_by_client ON documents (client, date, id);

CREATE TABLE document_lots (
    id      @TEXT@ NOT NULL,
    version @I64@  NOT NULL,
    lot     @TEXT@ NOT NULL, -- a lot number that this version names
    PRIMARY KEY (id, version, lot),
    FOREIGN KEY (id, version) REFERENCES documents (id, version) ON DELETE CASCADE
) @STRICT@;
CREATE INDEX document_lots_by_lot ON document_lots (lot);

CREATE TABLE document_refs (
    id      @TEXT@ NOT NULL,
    version @I64@  NOT NULL,
    target  @TEXT@ NOT NULL, -- id of a document or blob that this version refers to
    PRIMARY KEY (id, version, target),
    FOREIGN KEY (id, version) REFERENCES documents (id, version) ON DELETE CASCADE
) @STRICT@;
CREATE INDEX document_refs_by_target ON document_refs (target);

CREATE TABLE blobs (
    id      @TEXT@ NOT NULL PRIMARY KEY,
    kind    @TEXT@ NOT NULL,
    client  @TEXT@ NOT NULL REFERENCES client_keys (client),
    date    @TEXT@ NOT NULL,
    size    @I64@  NOT NULL, -- bytes when open
    stream  @BLOB@ NOT NULL, -- header of the sealed stream
    wrapped @BLOB@ NOT NULL  -- the blob's own key and the mark of its content, sealed by the client's
) @STRICT@;
CREATE INDEX blobs_by_client ON blobs (client);

CREATE TABLE blob_parts (
    id     @TEXT@ NOT NULL REFERENCES blobs (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
    part   @I64@  NOT NULL, -- 0, 1, ...
    sealed @BLOB@ NOT NULL, -- one message of the stream; a folder's store has them in a file instead
    PRIMARY KEY (id, part)
) @STRICT@;

CREATE TABLE audit (
    number  @I64@  NOT NULL PRIMARY KEY, -- 1, 2, ... without gaps
    at      @TEXT@ NOT NULL,             -- UTC
    what    @TEXT@ NOT NULL,
    id      @TEXT@ NOT NULL,             -- of the document, blob or client it is about
    kind    @TEXT@ NOT NULL,
    client  @TEXT@ NOT NULL,
    version @I64@  NOT NULL,
    mark    @BLOB@ NOT NULL,             -- of the content that was written; empty for none
    sealed  @BLOB@ NOT NULL,             -- who, and a note
    hash    @BLOB@ NOT NULL              -- of the entry before and of this one
) @STRICT@;
CREATE INDEX audit_by_id ON audit (id, version);
CREATE INDEX audit_by_client ON audit (client, number);

CREATE TABLE store_head (
    name   @TEXT@ NOT NULL PRIMARY KEY, -- 'audit': number and hash of the last entry
    sealed @BLOB@ NOT NULL
) @STRICT@;
