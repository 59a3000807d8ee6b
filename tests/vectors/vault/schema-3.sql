CREATE TABLE anchors (
            name TEXT PRIMARY KEY,
            value TEXT NOT NULL
        ) STRICT;
CREATE TABLE answers (
            n INTEGER PRIMARY KEY,
            take_id TEXT NOT NULL REFERENCES takes (id),
            seq INTEGER NOT NULL,
            step TEXT NOT NULL,
            attempt INTEGER NOT NULL,
            text TEXT NOT NULL,
            verdict TEXT NOT NULL,
            reason TEXT NOT NULL,
            begin_ns INTEGER NOT NULL,
            end_ns INTEGER NOT NULL,
            answered_by TEXT NOT NULL,
            matched TEXT NOT NULL
        ) STRICT;
CREATE INDEX answers_of_take ON answers (take_id, seq);
CREATE TABLE audit (
            n INTEGER PRIMARY KEY,
            at TEXT NOT NULL,
            actor TEXT NOT NULL,
            kind TEXT NOT NULL,
            facts TEXT NOT NULL,
            sha256 BLOB NOT NULL
        ) STRICT;
CREATE VIRTUAL TABLE case_index USING fts5 (characters, content='', columnsize=0, tokenize='ascii');
CREATE TABLE 'case_index_config'(k PRIMARY KEY, v) WITHOUT ROWID;
CREATE TABLE 'case_index_data'(id INTEGER PRIMARY KEY, block BLOB);
CREATE TABLE 'case_index_idx'(segid, term, pgno, PRIMARY KEY(segid, term)) WITHOUT ROWID;
CREATE TABLE cases (
            n INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE,
            product_kind TEXT NOT NULL,
            branch TEXT NOT NULL,
            counter TEXT NOT NULL,
            clerk_id TEXT NOT NULL,
            customer_name TEXT NOT NULL,
            customer_id_number TEXT NOT NULL,
            facts TEXT NOT NULL,
            opened_wall_ns INTEGER NOT NULL
        ) STRICT;
CREATE INDEX cases_listed
            ON cases (n, id, product_kind, branch, counter, clerk_id, customer_name, opened_wall_ns);
CREATE TABLE file_keys (
            take_id TEXT PRIMARY KEY REFERENCES takes (id),
            key BLOB NOT NULL
        ) STRICT;
CREATE TABLE fragments (
            n INTEGER PRIMARY KEY,
            take_id TEXT NOT NULL REFERENCES takes (id),
            seq INTEGER NOT NULL,
            at_ns INTEGER NOT NULL,
            duration_ns INTEGER NOT NULL,
            offset INTEGER NOT NULL,
            size INTEGER NOT NULL,
            samples INTEGER NOT NULL,
            is_keyframe_start INTEGER NOT NULL
        ) STRICT;
CREATE INDEX fragments_of_take ON fragments (take_id, seq);
CREATE TABLE marks (
            n INTEGER PRIMARY KEY,
            take_id TEXT NOT NULL REFERENCES takes (id),
            seq INTEGER NOT NULL,
            at_ns INTEGER NOT NULL,
            kind TEXT NOT NULL,
            step TEXT,
            facts TEXT NOT NULL
        ) STRICT;
CREATE INDEX marks_of_take ON marks (take_id, seq);
CREATE TABLE outbox (
            n INTEGER PRIMARY KEY,
            take_id TEXT NOT NULL UNIQUE REFERENCES takes (id),
            queued_wall_ns INTEGER NOT NULL
        ) STRICT;
CREATE TABLE retention (
            n INTEGER PRIMARY KEY,
            case_id TEXT NOT NULL REFERENCES cases (id),
            seq INTEGER NOT NULL,
            at_wall_ns INTEGER NOT NULL,
            actor TEXT NOT NULL,
            kind TEXT NOT NULL,
            on_day TEXT,
            text TEXT NOT NULL,
            second_account TEXT
        ) STRICT;
CREATE UNIQUE INDEX retention_of_case ON retention (case_id, seq);
CREATE TABLE reviews (
            n INTEGER PRIMARY KEY,
            take_id TEXT NOT NULL REFERENCES takes (id),
            seq INTEGER NOT NULL,
            at_wall_ns INTEGER NOT NULL,
            actor TEXT NOT NULL,
            kind TEXT NOT NULL,
            step TEXT,
            rule TEXT,
            verdict TEXT,
            text TEXT NOT NULL,
            at_ns INTEGER,
            second_account TEXT
        ) STRICT;
CREATE UNIQUE INDEX reviews_of_take ON reviews (take_id, seq);
CREATE INDEX reviews_status ON reviews (take_id, seq, kind)
            WHERE kind IN ('submitted', 'returned', 'voided', 'approved');
CREATE TABLE secrets (
            name TEXT PRIMARY KEY,
            value BLOB NOT NULL
        ) STRICT;
CREATE TABLE steps (
            n INTEGER PRIMARY KEY,
            take_id TEXT NOT NULL REFERENCES takes (id),
            seq INTEGER NOT NULL,
            step TEXT NOT NULL,
            verdict TEXT NOT NULL,
            answer TEXT NOT NULL,
            attempts INTEGER NOT NULL,
            answered_by TEXT NOT NULL
        ) STRICT;
CREATE INDEX steps_of_take ON steps (take_id, seq);
CREATE TABLE takes (
            n INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE,
            case_id TEXT NOT NULL REFERENCES cases (id),
            state TEXT NOT NULL CHECK (state IN ('open', 'sealed', 'salvaged', 'acknowledged', 'erased')),
            outcome TEXT,
            script_id TEXT NOT NULL,
            script_sha256 TEXT NOT NULL,
            started_wall_ns INTEGER NOT NULL,
            duration_ns INTEGER NOT NULL,
            path TEXT NOT NULL,
            sealed_bytes INTEGER NOT NULL,
            sha256 TEXT NOT NULL,
            merkle_root TEXT NOT NULL DEFAULT '',
            manifest_sha256 TEXT NOT NULL DEFAULT '',
            seal_n INTEGER,
            row_count INTEGER NOT NULL DEFAULT 0,
            rows_sha256 BLOB NOT NULL
        , steps_accepted INTEGER NOT NULL DEFAULT 0, steps_total INTEGER NOT NULL DEFAULT 0) STRICT;
CREATE INDEX takes_by_seal ON takes (seal_n) WHERE seal_n IS NOT NULL;
CREATE INDEX takes_of_case ON takes (case_id);
CREATE INDEX takes_open ON takes (n) WHERE state = 'open';
CREATE VIRTUAL TABLE utterance_index USING fts5 (characters, content='', columnsize=0, tokenize='ascii');
CREATE TABLE 'utterance_index_config'(k PRIMARY KEY, v) WITHOUT ROWID;
CREATE TABLE 'utterance_index_data'(id INTEGER PRIMARY KEY, block BLOB);
CREATE TABLE 'utterance_index_idx'(segid, term, pgno, PRIMARY KEY(segid, term)) WITHOUT ROWID;
CREATE TABLE utterances (
            n INTEGER PRIMARY KEY,
            take_id TEXT NOT NULL REFERENCES takes (id),
            seq INTEGER NOT NULL,
            channel TEXT NOT NULL,
            text TEXT NOT NULL,
            begin_ns INTEGER NOT NULL,
            end_ns INTEGER NOT NULL,
            confidence REAL NOT NULL,
            words TEXT NOT NULL
        ) STRICT;
CREATE INDEX utterances_of_take ON utterances (take_id, seq);
CREATE TABLE vault (
            one INTEGER PRIMARY KEY CHECK (one = 1),
            vault_id TEXT NOT NULL,
            epoch INTEGER NOT NULL,
            live_sha256 BLOB NOT NULL
        ) STRICT;
