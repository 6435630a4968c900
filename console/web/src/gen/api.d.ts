// Made by `npm run gen:api` from the OpenAPI document. Do not edit.

export interface paths {
    "/api/v1/access/report": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who may do what as of a moment, and which of it conflicts
         * @description Reckoned from the audit trail: a report of the past stays as it was.
         *
         *     Roles: admin, auditor.
         */
        get: operations["getRightsReport"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/alert-kinds": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What alerts can be about
         * @description Roles: admin, it, steward, marketing, finance, seller, auditor.
         */
        get: operations["listAlertKinds"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/alert-messages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What was sent to whom, and what became of it
         * @description Roles: admin, it, steward, marketing, finance, auditor.
         */
        get: operations["listAlertMessages"];
        put?: never;
        /**
         * Send a test message
         * @description Roles: admin, it.
         */
        post: operations["testAlertChannel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/alert-routes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who is told what by which channel
         * @description Roles: admin, it, steward, marketing, finance, auditor.
         */
        get: operations["getAlertRoutes"];
        /**
         * Save who is told what by which channel
         * @description Roles: admin, it.
         */
        put: operations["setAlertRoutes"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/alert-rules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What the workspace wants to be told of
         * @description Roles: admin, it, steward, marketing, finance, auditor.
         */
        get: operations["getAlertRules"];
        /**
         * Save a new version of the rules
         * @description Roles: admin, it.
         */
        put: operations["setAlertRules"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/alerts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What a person has to know
         * @description Who may not read all alerts gets those that they were told of.
         *
         *     Roles: admin, it, steward, marketing, finance, seller, auditor.
         */
        get: operations["listAlerts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/alerts/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One alert, and who was told of it
         * @description Roles: admin, it, steward, marketing, finance, seller, auditor.
         */
        get: operations["getAlert"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/alerts/{id}/acknowledge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Say that somebody looks after it
         * @description Nobody else is told of it from then on, and it does not escalate.
         *
         *     Roles: admin, it, steward, marketing, finance, seller.
         */
        post: operations["acknowledgeAlert"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/alerts/{id}/close": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Close an alert by hand
         * @description It opens again, as a new one, when its cause is seen once more.
         *
         *     Roles: admin, it.
         */
        post: operations["closeAlert"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/alerts/{id}/mute": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Let nobody be told of it for a while
         * @description It stays in the list. What is muted when the mute ends is told then.
         *
         *     Roles: admin, it.
         */
        post: operations["muteAlert"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/alerts/{id}/unmute": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Tell of it again
         * @description Roles: admin, it.
         */
        post: operations["unmuteAlert"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/approvals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What waits for a second person, and what became of it
         * @description Roles: admin, it, steward, auditor.
         */
        get: operations["listApprovals"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/approvals/{approval}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One approval with what would change
         * @description Roles: admin, it, steward, auditor.
         */
        get: operations["getApproval"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/approvals/{approval}/approve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Approve what somebody else proposed
         * @description It is carried out at once; the answer says how that went. A person decides, signed in by their own password or identity, never who proposed it.
         *
         *     Roles: admin, it, steward.
         */
        post: operations["approveApproval"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/approvals/{approval}/refuse": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Refuse what somebody else proposed
         * @description A person decides, signed in by their own password or identity, never who proposed it.
         *
         *     Roles: admin, it, steward.
         */
        post: operations["refuseApproval"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/approvals/{approval}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Carry out again what failed
         * @description Roles: admin, it, steward.
         */
        post: operations["retryApproval"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/approvals/{approval}/withdraw": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take back what one proposed
         * @description Roles: admin, it, steward.
         */
        post: operations["withdrawApproval"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who did what
         * @description Roles: admin, auditor.
         */
        get: operations["listAudit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audit/balance": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Whether every record ended in exactly one place
         * @description Roles: admin, it, steward, auditor.
         */
        get: operations["getBalance"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audit/chain": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How far the audit trail is proven
         * @description That of the workspace, and the hub's own.
         *
         *     Roles: admin, auditor.
         */
        get: operations["getAuditChain"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audit/entries/{seq}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One entry with its place in the chain
         * @description Roles: admin, auditor.
         */
        get: operations["getAuditEntry"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audit/facets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who and what the audit trail knows
         * @description Roles: admin, auditor.
         */
        get: operations["listAuditFacets"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audit/personal": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who saw personal data in full
         * @description Roles: admin, auditor.
         */
        get: operations["listPersonalViews"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audit/personal/rules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How personal data is guarded
         * @description Roles: admin, auditor.
         */
        get: operations["getPersonalRules"];
        /**
         * Say how personal data is guarded
         * @description The version is the one that was read.
         *
         *     Roles: admin.
         */
        put: operations["setPersonalRules"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audit/verify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Check the audit trail whole
         * @description Finds what was edited, deleted, inserted, reordered, cut off or written anew behind the hub's back. It reads every entry.
         *
         *     Roles: admin, auditor.
         */
        post: operations["verifyAudit"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/backfills": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Read a range of a source again, window by window beside the live stream
         * @description Roles: admin, it.
         */
        post: operations["createBackfill"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/comparisons": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What sources held against what the hub held
         * @description Roles: admin, it, steward, finance, auditor.
         */
        get: operations["listComparisons"];
        put?: never;
        /**
         * Hold a window of a source against the hub
         * @description Orders a job; its comparisons are there when it is done. The range is by the source's own time.
         *
         *     Roles: admin, it.
         */
        post: operations["createComparison"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/comparisons/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One comparison with its differences
         * @description Roles: admin, it, steward, finance, auditor.
         */
        get: operations["getComparison"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/comparisons/{id}/repair": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Read the window of a comparison again
         * @description Orders a backfill of that window.
         *
         *     Roles: admin, it.
         */
        post: operations["repairComparison"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connections": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Connections with how they stand
         * @description Roles: admin, it, steward, marketing, finance, auditor.
         */
        get: operations["listConnections"];
        put?: never;
        /**
         * Connect a system
         * @description Checks the settings against the connector's schema, seals the secrets, opens the door of a connector that is posted to, and installs the default mappings as version 1.
         *
         *     Roles: admin, it.
         */
        post: operations["createConnection"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connections/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One connection with how it stands
         * @description Roles: admin, it, steward, marketing, finance, auditor.
         */
        get: operations["getConnection"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change a connection
         * @description Roles: admin, it.
         */
        patch: operations["updateConnection"];
        trace?: never;
    };
    "/api/v1/connections/{id}/check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Try a connection without changing anything
         * @description Answers 200 with ok false when the other side refuses; message says what to mend.
         *
         *     Roles: admin, it.
         */
        post: operations["checkConnection"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connections/{id}/files": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Uploaded files
         * @description Roles: admin, it, steward, marketing, finance, auditor.
         */
        get: operations["listConnectionFiles"];
        put?: never;
        /**
         * Upload a list
         * @description Stores a CSV or XLSX file, sealed, for the connection to read; its rows appear as records soon after. Every other field is kept beside it, such as list, campaign or channel.
         *
         *     Roles: admin, it, marketing, finance.
         */
        post: operations["uploadConnectionFile"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connections/{id}/owner": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Say who is told of a connection first
         * @description Roles: admin, it.
         */
        put: operations["setOwner"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connections/{id}/pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Stop reading and taking in
         * @description Roles: admin, it.
         */
        post: operations["pauseConnection"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connections/{id}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Go on, also after credentials were renewed
         * @description Roles: admin, it.
         */
        post: operations["resumeConnection"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connections/{id}/states": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How far each stream was read
         * @description Roles: admin, it, steward, auditor.
         */
        get: operations["listConnectionStates"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connections/{id}/streams/{stream}/state": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How far a stream was read
         * @description Roles: admin, it, steward, auditor.
         */
        get: operations["getConnectionState"];
        /**
         * Read a stream on from a given position
         * @description The ETag names what persons have decided so far: reading itself does not move it. Whoever reads the connection stops first. A stream that waits for a decision goes on.
         *
         *     Roles: admin, it.
         */
        put: operations["setConnectionState"];
        post?: never;
        /**
         * Read a stream from the start again
         * @description What did not change since is recognised and has no effect.
         *
         *     Roles: admin, it.
         */
        delete: operations["resetConnectionState"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connections/{id}/try": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Read at once
         * @description Whatever the next try is set for. Quiet hours and streams that wait for a decision stay as they are.
         *
         *     Roles: admin, it.
         */
        post: operations["tryConnection"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connectors": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Kinds of systems that can be connected, with their settings
         * @description Roles: admin, it, steward, marketing, finance, auditor.
         */
        get: operations["listConnectors"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/customers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Customers
         * @description Organisations, and those persons without one; with mobile or email also the persons of organisations, each before its organisation.
         *
         *     Roles: admin, it, steward, marketing, finance, seller, auditor.
         */
        get: operations["listCustomers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/customers/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take customers out as a sheet
         * @description Personal values are masked unless they are asked for. Over 1,000 persons two people are needed: the answer is then an approval (202), and the file can be fetched once that was given. Cells that a spreadsheet could take for a formula begin with an apostrophe.
         *
         *     Roles: admin, steward.
         */
        post: operations["exportCustomers"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/customers/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A golden record with why each value won
         * @description Roles: admin, it, steward, marketing, finance, seller, auditor.
         */
        get: operations["getCustomer"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/customers/{id}/reveal": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Show personal values of a golden record in full
         * @description It leaves an entry in the audit trail: who saw which field of whom, when. An actor reveals a bounded number of persons an hour.
         *
         *     Roles: admin, steward, seller.
         */
        post: operations["revealCustomer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/customers/{id}/sections": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What there is around a customer: touches, deals, orders, receivables, payments, contacts, relations, activities
         * @description Roles: admin, it, steward, marketing, finance, seller, auditor.
         */
        get: operations["getCustomerSections"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/dead-letters": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What could not be taken in
         * @description Roles: admin, it, steward, auditor.
         */
        get: operations["listDeadLetters"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/dead-letters/counts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Dead letters by status, reason and connection
         * @description Each list leaves its own filter aside.
         *
         *     Roles: admin, it, steward, auditor.
         */
        get: operations["countDeadLetters"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/dead-letters/discard": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Put dead letters away
         * @description What came stays; a letter opens again when a later version fails. The answer is a job; for more than 100 letters it is an approval, and the job begins once another person has approved it.
         *
         *     Roles: admin, it.
         */
        post: operations["discardDeadLetters"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/dead-letters/jobs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What was asked to be done with dead letters
         * @description Roles: admin, it, steward, auditor.
         */
        get: operations["listDeadLetterJobs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/dead-letters/jobs/{job}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How far a job has come
         * @description Roles: admin, it, steward, auditor.
         */
        get: operations["getDeadLetterJob"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/dead-letters/limits": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * From when on dead letters raise an alert
         * @description Roles: admin, it, steward, auditor.
         */
        get: operations["listDeadLetterLimits"];
        /**
         * Set the limit of the workspace or of a connection
         * @description version is that of the limit that is changed, 0 for a new one.
         *
         *     Roles: admin, it.
         */
        put: operations["setDeadLetterLimit"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/dead-letters/limits/{connection}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Let a connection have the workspace's limit again
         * @description Roles: admin, it.
         */
        delete: operations["deleteDeadLetterLimit"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/dead-letters/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send dead letters through the pipeline again
         * @description Open letters (discarded ones where they are named or filtered for) are sent again as they came, through the mapping in force. The answer is a job.
         *
         *     Roles: admin, it.
         */
        post: operations["replayDeadLetters"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/dead-letters/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A dead letter beside its payload, its mapping and what the mapping makes of it now
         * @description Roles: admin, it, steward, auditor.
         */
        get: operations["getDeadLetter"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/dead-letters/{id}/edit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send an edited copy through the pipeline
         * @description The copy stands in for the version that failed and yields to every later one of the source; what came stays as it is. It must pass the mapping. The answer is a job.
         *
         *     Roles: admin, it.
         */
        post: operations["editDeadLetter"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/dead-letters/{id}/try": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * What the mapping would make of an edited copy
         * @description Roles: admin, it.
         */
        post: operations["tryDeadLetter"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/deals/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A deal with its path, its credits and its money
         * @description Roles: admin, steward, marketing, finance, seller, auditor.
         */
        get: operations["getDeal"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/delegations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who decides for whom
         * @description Roles: admin, it, steward.
         */
        get: operations["listDelegations"];
        put?: never;
        /**
         * Hand one's turn to decide to somebody with the same right
         * @description It tells whose turn it is and gives nobody more rights: nobody decides for the one who proposed it.
         *
         *     Roles: admin, it, steward.
         */
        post: operations["createDelegation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/delegations/{delegation}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Take one's turn back
         * @description Roles: admin, it, steward.
         */
        delete: operations["deleteDelegation"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/employee-conflicts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Records about people that contradict each other
         * @description They are kept apart and resolve to nobody until their source is mended.
         *
         *     Roles: admin, it, steward, marketing, finance, auditor.
         */
        get: operations["listEmployeeConflicts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/employees": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who works or worked here
         * @description Roles: admin, it, steward, marketing, finance, auditor.
         */
        get: operations["listEmployees"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/employees/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One employee, what they own and whether they are let in
         * @description Roles: admin, it, steward, marketing, finance, auditor.
         */
        get: operations["getEmployee"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/employees/{id}/access/close": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * End everything that lets an employee in: the account, its sessions, and the API keys that they made
         * @description Roles: admin.
         */
        post: operations["closeEmployeeAccess"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/employees/{id}/access/reopen": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Let an employee in again; sessions and keys that ended stay so
         * @description Roles: admin.
         */
        post: operations["reopenEmployeeAccess"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/employees/{id}/account": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Say whose an account is
         * @description Roles: admin.
         */
        put: operations["linkEmployeeAccount"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/employees/{id}/handover": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Hand over an employee's work and close their access
         * @description What is open goes to who takes over; what is done with stays. The decision stands beside what the source says: a source that still names the old owner changes nothing, one that names somebody else does. Refuses with handover_changed when it is not what the preview of this hash showed.
         *
         *     Roles: admin.
         */
        post: operations["applyHandover"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/employees/{id}/handover/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * What handing over an employee's work would do
         * @description It changes nothing.
         *
         *     Roles: admin.
         */
        post: operations["previewHandover"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/employees/{id}/owned": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What an employee owns
         * @description Roles: admin, it, steward, marketing, finance, auditor.
         */
        get: operations["listOwned"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Live events
         * @description Server-sent events. The event's name is its topic (connections, customers, matrix, payments, workspaces), its data says which things changed; reset means that some were missed and the page must load anew; over, that the session or key ended. A comment is sent every 15 seconds. Every topic needs its own permission.
         *
         *     Roles: admin, it, steward, marketing, finance, seller, auditor.
         */
        get: operations["events"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/exports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Approved exports that can be fetched
         * @description Roles: admin, steward.
         */
        get: operations["listExports"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/exports/{export}/file": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Fetch an approved export
         * @description Only the account that proposed it, within 24 hours; each time leaves an entry in the audit trail.
         *
         *     Roles: admin, steward.
         */
        get: operations["fetchExport"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/handovers/{id}/undo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Give back what was handed over
         * @description What has changed since stays, and is named. Access stays closed.
         *
         *     Roles: admin.
         */
        post: operations["undoHandover"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/identity-providers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who may vouch for people of the workspace
         * @description Roles: admin.
         */
        get: operations["listProviders"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/identity-providers/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Make or change a provider
         * @description Roles: admin.
         */
        put: operations["setProvider"];
        post?: never;
        /**
         * Take a provider away, with the identities linked by it
         * @description Roles: admin.
         */
        delete: operations["deleteProvider"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/identity-providers/{name}/check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Try whether a provider answers
         * @description Roles: admin.
         */
        post: operations["checkProvider"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/jobs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Replays, backfills and comparisons
         * @description Roles: admin, it, steward, auditor.
         */
        get: operations["listJobs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/jobs/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One job as it stands
         * @description Roles: admin, it, steward, auditor.
         */
        get: operations["getJob"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/jobs/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ask a job to end
         * @description What it did stays; what it put on the bus goes its way.
         *
         *     Roles: admin, it.
         */
        post: operations["cancelJob"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * API keys, without their text
         * @description Roles: admin, it, auditor.
         */
        get: operations["listKeys"];
        put?: never;
        /**
         * Issue an API key
         * @description A key may never do more than its maker may, now or later: it loses what its maker loses.
         *
         *     Roles: admin, it.
         */
        post: operations["issueKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/keys/{key}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Revoke an API key
         * @description It is refused from then on, and what it has open ends within a second.
         *
         *     Roles: admin, it.
         */
        delete: operations["revokeKey"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/mappings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The mapping rules in force
         * @description Roles: admin, it, steward, auditor.
         */
        get: operations["listMappings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/mappings/{connector}/{stream}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The rules of a stream and their versions
         * @description Roles: admin, it, steward, auditor.
         */
        get: operations["getMapping"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/mappings/{connector}/{stream}/check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Hold rules against the language and the rules in force
         * @description Roles: admin, it, steward.
         */
        post: operations["checkMapping"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/mappings/{connector}/{stream}/propose": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Propose rules for a stream
         * @description Another person approves them; they are in force a few seconds later. The answer is the approval.
         *
         *     Roles: admin, it, steward.
         */
        post: operations["proposeMapping"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who I am, what I may do and where
         * @description Roles: admin, it, steward, marketing, finance, seller, auditor.
         */
        get: operations["getMe"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/identities": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Go to a provider to link an identity of mine
         * @description Roles: admin, it, steward, marketing, finance, seller, auditor.
         */
        post: operations["startMyLink"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/identities/{provider}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Take an identity of mine away
         * @description Roles: admin, it, steward, marketing, finance, seller, auditor.
         */
        delete: operations["deleteMyIdentity"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/second-factor": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Set my second factor up
         * @description Gives a new secret, which confirmMySecondFactor turns on.
         *
         *     Roles: admin, it, steward, marketing, finance, seller, auditor.
         */
        post: operations["offerMySecondFactor"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/second-factor/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Turn my second factor on by its first code
         * @description Roles: admin, it, steward, marketing, finance, seller, auditor.
         */
        post: operations["confirmMySecondFactor"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/second-factor/off": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Turn my second factor off
         * @description Roles: admin, it, steward, marketing, finance, seller, auditor.
         */
        post: operations["turnOffMySecondFactor"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/second-factor/recovery": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * New recovery codes; the old ones are dead
         * @description Roles: admin, it, steward, marketing, finance, seller, auditor.
         */
        post: operations["renewMyRecoveryCodes"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/security": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How I sign in
         * @description Roles: admin, it, steward, marketing, finance, seller, auditor.
         */
        get: operations["getMySecurity"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/members": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who has a place in the workspace, and as what
         * @description Roles: admin, auditor.
         */
        get: operations["listMembers"];
        put?: never;
        /**
         * Give somebody a place
         * @description Makes the account when there is none of this sign-in name; it signs in by a one-time link. Roles that somebody did not have want a second person: the answer is then 202 with the approval that waits, and the roles are in force once it is approved. Where nobody else could approve, they are in force at once, and the trail says so. Taking roles away waits for nobody.
         *
         *     Roles: admin.
         */
        post: operations["addMember"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/members/{account}/disable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Shut an account out at once: its sessions, its links, and the API keys that it made
         * @description Roles: admin.
         */
        post: operations["disableMember"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/members/{account}/enable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Let a disabled account in again
         * @description Roles: admin.
         */
        post: operations["enableMember"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/members/{account}/identities/{provider}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Say who somebody is at a provider
         * @description Roles: admin.
         */
        put: operations["linkMemberIdentity"];
        post?: never;
        /**
         * Take somebody's identity away
         * @description Roles: admin.
         */
        delete: operations["unlinkMemberIdentity"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/members/{account}/links": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make a one-time sign-in link
         * @description It works once, for 24 hours, in this workspace alone.
         *
         *     Roles: admin.
         */
        post: operations["createSignInLink"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/members/{account}/roles": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Change what somebody is, or take their place away
         * @description Nobody changes their own roles. Roles that are taken away are gone at once, in open pages too. Roles that somebody did not have want a second person: the answer is then 202 with the approval that waits, and the roles are in force once it is approved. Where nobody else could approve, they are in force at once, and the trail says so. Taking roles away waits for nobody.
         *
         *     Roles: admin.
         */
        put: operations["setMemberRoles"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/members/{account}/second-factor/reset": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take the second factor of somebody who lost it away
         * @description Their sessions end.
         *
         *     Roles: admin.
         */
        post: operations["resetMemberSecondFactor"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/members/{account}/security": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How somebody signs in
         * @description Roles: admin.
         */
        get: operations["getMemberSecurity"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/my/alerts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How the caller wants to be told
         * @description Roles: admin, it, steward, marketing, finance, seller, auditor.
         */
        get: operations["getMyAlerts"];
        /**
         * Say how the caller wants to be told
         * @description Roles: admin, it, steward, marketing, finance, seller, auditor.
         */
        put: operations["setMyAlerts"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/network-ranges": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Private networks that connections may reach
         * @description Roles: admin, it, steward, marketing, finance, auditor.
         */
        get: operations["listNetworkRanges"];
        put?: never;
        /**
         * Propose to open a private network
         * @description Somebody else has to approve it. This machine, link-local and public addresses cannot be opened.
         *
         *     Roles: admin, it.
         */
        post: operations["openNetworkRange"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/network-ranges/close": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Close a private network again
         * @description It counts for the next connection that is made; nobody has to approve it.
         *
         *     Roles: admin, it.
         */
        post: operations["closeNetworkRange"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/org-units": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Organisation units
         * @description Roles: admin, it, steward, marketing, finance, auditor.
         */
        get: operations["listOrgUnits"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/payments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Payments with their match or why there is none
         * @description Roles: admin, finance, seller, auditor.
         */
        get: operations["listPayments"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/payments/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A payment with where it went and why
         * @description Roles: admin, finance, seller, auditor.
         */
        get: operations["getPayment"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/pipeline/trace": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Where a document is on its way
         * @description Roles: admin, it, steward, marketing, finance, seller, auditor.
         */
        get: operations["tracePipeline"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/privacy/destinations/{connection}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Say for what a destination reaches people
         * @description Roles: admin, steward.
         */
        put: operations["setDestinationPurpose"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/privacy/erasures": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What was erased, with reports
         * @description Roles: admin, steward.
         */
        get: operations["listErasures"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/privacy/erasures/{erasure}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How far an erasure has come, and its report
         * @description Roles: admin, steward.
         */
        get: operations["getErasure"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/privacy/holds": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Keep a person's data or a class from being deleted
         * @description Roles: admin, steward.
         */
        post: operations["placeHold"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/privacy/holds/{hold}/release": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * End a hold
         * @description Roles: admin, steward.
         */
        post: operations["releaseHold"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/privacy/persons/{person}/consents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What a person agreed to and took back
         * @description Roles: admin, steward.
         */
        get: operations["listConsents"];
        put?: never;
        /**
         * Write down that a person agreed or took it back
         * @description It counts at once: a destination asks before each contact.
         *
         *     Roles: admin, steward.
         */
        post: operations["noteConsent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/privacy/processing": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The activities of processing personal data
         * @description Roles: admin, steward.
         */
        get: operations["listProcessing"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/privacy/purposes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * For what personal data are used, and who was not reached
         * @description Roles: admin, steward.
         */
        get: operations["listPurposes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/privacy/purposes/{purpose}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Make or change a purpose
         * @description Roles: admin, steward.
         */
        put: operations["setPurpose"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/privacy/retention": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How long what is kept, what is due, and what is held
         * @description Roles: admin, steward.
         */
        get: operations["getRetention"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/privacy/retention/run": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Delete now what is due, or tell what that would be
         * @description The hub does it once a day by itself.
         *
         *     Roles: admin, steward.
         */
        post: operations["runRetention"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/privacy/retention/{class}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Say how long a class is kept
         * @description Roles: admin, steward.
         */
        put: operations["setRetention"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/privacy/subjects/erase": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Propose to erase a person
         * @description Another person must approve it. Documents of accounting stay without the person; the report says what was kept and why.
         *
         *     Roles: admin, steward.
         */
        post: operations["eraseSubject"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/privacy/subjects/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Everything that is kept about a person
         * @description Each row with its source, time and legal basis. What is about others too comes as the person's values alone. It leaves an entry in the audit trail.
         *
         *     Roles: admin, steward.
         */
        post: operations["exportSubject"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/privacy/subjects/export.xlsx": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * The same as a workbook
         * @description One line a value. Nothing becomes a formula.
         *
         *     Roles: admin, steward.
         */
        post: operations["exportSubjectSheet"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/privacy/subjects/search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Whom a value may belong to
         * @description Exactly one of phone, email and wecom. The value travels in the body alone. More than one answer: the value is shared, and somebody must choose.
         *
         *     Roles: admin, steward.
         */
        post: operations["searchSubject"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/records/{connection}/{stream}/{key}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A source record with its payload and what became of it
         * @description Roles: admin, it, steward, marketing, finance, seller, auditor.
         */
        get: operations["getRecord"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/replays": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Show what mapping stored records again would change
         * @description Orders a shadow: it writes nothing. The range is by the time of receipt. Apply it when it is done.
         *
         *     Roles: admin, it.
         */
        post: operations["createReplay"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/replays/{id}/apply": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Carry out what a shadow showed
         * @description Refuses with mapping_changed when the mapping or the connection's settings are other than the shadow's.
         *
         *     Roles: admin, it.
         */
        post: operations["applyReplay"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/roi/deals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The deals of a cell
         * @description Takes the matrix's own parameters and the ids of a row and a column. The credited amounts add up to the cell, to the smallest unit.
         *
         *     Roles: admin, steward, marketing, finance, auditor.
         */
        get: operations["listRoiDeals"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/roi/matrix": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Return on marketing by channel, campaign and month
         * @description Money is decimal strings in the header's currency; a rate that divides by nothing is n/a.
         *
         *     Roles: admin, steward, marketing, finance, auditor.
         */
        get: operations["getRoiMatrix"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/roi/models": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Attribution models
         * @description Roles: admin, steward, marketing, finance, auditor.
         */
        get: operations["listRoiModels"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/roles": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Which role may do what, and how far
         * @description Roles: admin, it, steward, marketing, finance, seller, auditor.
         */
        get: operations["listRoles"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/secrets/rotate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Propose a new key for all secrets
         * @description Another person approves it. Then a new key is made and every secret of the hub is sealed under it; old keys stay in the key file, for backups. The answer is the approval.
         *
         *     Roles: admin, it.
         */
        post: operations["rotateSecrets"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sign in
         * @description Starts a session by name and password or by the token of a one-time link, and sets its cookie. Where a second step is due the answer is the problem second_needed or enrolment_needed, with a cookie for finishSecondStep.
         */
        post: operations["createSession"];
        /**
         * Sign out
         * @description Roles: admin, it, steward, marketing, finance, seller, auditor.
         */
        delete: operations["deleteSession"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session/enrolment": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Set a second factor up while signing in
         * @description For a sign-in that was answered with enrolment_needed; finishSecondStep with the first code turns it on.
         */
        post: operations["offerSecondStep"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Set my own password
         * @description It ends all my sessions, this one too: sign in anew. Whoever came by a link and has no password yet gets in by themself from then on.
         *
         *     Roles: admin, it, steward, marketing, finance, seller, auditor.
         */
        put: operations["setMyPassword"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session/return": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Come back from a provider
         * @description Starts a session for who the provider vouches for, or links their identity where startMyLink began it. A second step may be due as at createSession.
         */
        post: operations["finishSignIn"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session/second": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Second step of signing in
         * @description Takes a code for the sign-in that waits in this browser, and starts its session.
         */
        post: operations["finishSecondStep"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session/start": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Go to a provider to sign in */
        post: operations["startSignIn"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session/ways": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who else signs people in */
        get: operations["listSignInWays"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Where I am signed in
         * @description Roles: admin, it, steward, marketing, finance, seller, auditor.
         */
        get: operations["listMySessions"];
        put?: never;
        post?: never;
        /**
         * End all my sessions but this one
         * @description Roles: admin, it, steward, marketing, finance, seller, auditor.
         */
        delete: operations["endMyOtherSessions"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions/{session}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * End one of my sessions
         * @description Roles: admin, it, steward, marketing, finance, seller, auditor.
         */
        delete: operations["endMySession"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sign-in-policy": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who must have a second factor
         * @description Roles: admin.
         */
        get: operations["getSignInPolicy"];
        /**
         * Say who must have a second factor
         * @description Roles: admin.
         */
        put: operations["setSignInPolicy"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/work-calendar/{year}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Public holidays and weekend days worked in exchange (调休)
         * @description What nobody has saved yet is an example of the program, marked so, where it has one.
         *
         *     Roles: admin, it, steward, marketing, finance, seller, auditor.
         */
        get: operations["getWorkCalendar"];
        /**
         * Save the calendar of a year
         * @description Roles: admin, it.
         */
        put: operations["setWorkCalendar"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Workspaces that I have a place in
         * @description Roles: admin, it, steward, marketing, finance, seller, auditor.
         */
        get: operations["listWorkspaces"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{workspace}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Delete a workspace
         * @description A demo workspace goes in one step; another one wants its slug in confirm. The audit trail stays; records still on the bus settle as dropped (workspace_gone).
         *
         *     Roles: admin.
         */
        delete: operations["deleteWorkspace"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        AccessInBody: {
            /** @description stands in the audit trail */
            reason: string;
        };
        Activity: {
            /** Format: date-time */
            at?: string;
            kind: string;
            /** @description number of the deal; empty: the customer itself */
            on: string;
            record: components["schemas"]["Ref"];
            text: string;
        };
        AddMemberInBody: {
            /** @description how people call them */
            name: string;
            /** @description stands in the audit trail */
            reason: string;
            roles: string[] | null;
            sign_in: string;
        };
        AgainExample: {
            changes: components["schemas"]["FieldChange"][];
            /** @description of what fails; reason of what is left out */
            code: string;
            key: string;
            stream: string;
            /** @enum {string} */
            what: "changed" | "new" | "dropped" | "failed";
        };
        Alert: {
            /** Format: date-time */
            acked_at?: string;
            acked_by?: string;
            acked_name?: string;
            /** Format: date-time */
            closed_at?: string;
            /** @description empty: it was over */
            closed_by?: string;
            closed_name?: string;
            /** @description id; empty: the hub itself */
            connection?: string;
            connection_name?: string;
            /** Format: int64 */
            count: number;
            detail?: {
                [key: string]: unknown;
            };
            /** @description kind/id of what it is about */
            entity?: string;
            /**
             * Format: date-time
             * @description nobody had acknowledged it in time
             */
            escalated_at?: string;
            /** Format: date-time */
            first_at: string;
            id: string;
            /** @description see listAlertKinds */
            kind: string;
            kind_title: components["schemas"]["Text"];
            /** Format: date-time */
            last_at: string;
            mute?: components["schemas"]["AlertMute"];
            note?: string;
            /** @enum {string} */
            severity: "info" | "warning" | "critical";
            /** @enum {string} */
            state: "open" | "acknowledged" | "closed";
            stream?: string;
            subject?: string;
            /** @description what happened and what to do */
            text: components["schemas"]["Text"];
            /**
             * Format: date-time
             * @description the first message about it was made
             */
            told_at?: string;
            /**
             * @description why nobody was told yet; no_manager: nobody to escalate to
             * @enum {string}
             */
            untold?: "muted" | "quiet" | "gathering" | "kind_off" | "no_audience" | "no_channel" | "no_address" | "no_manager";
        };
        AlertChannel: {
            default: boolean;
            /** @description a robot or webhook: one message, no recipient */
            group: boolean;
            id: string;
            name: string;
            on: boolean;
            /**
             * Format: date-time
             * @description the oldest of them
             */
            since?: string;
            title: string;
            /**
             * @description which address of a person it sends to
             * @enum {string}
             */
            via?: "wecom" | "dingtalk" | "mobile" | "email";
            /**
             * Format: int64
             * @description messages that have not got out
             */
            waiting: number;
        };
        AlertCloseInBody: {
            /** @description kept with the alert and in the audit trail */
            reason: string;
        };
        AlertKind: {
            /**
             * @description by what it is found
             * @enum {string}
             */
            how: "occurrence" | "threshold" | "absence" | "rate" | "contradiction";
            kind: string;
            /** @description who is told where nobody owns it and no route names it */
            role: string;
            /**
             * @description where the event says none
             * @enum {string}
             */
            severity: "info" | "warning" | "critical";
            title: components["schemas"]["Text"];
        };
        AlertKindsOutBody: {
            items: components["schemas"]["AlertKind"][];
        };
        AlertMessage: {
            /**
             * Format: int64
             * @description how many it tells of
             */
            alerts: number;
            body: string;
            /** @description connection id */
            channel: string;
            channel_name: string;
            /** @description why it has not got out */
            code?: string;
            /** @description told because nobody had acknowledged it */
            escalated: boolean;
            folded_into?: string;
            id: string;
            /** Format: date-time */
            made_at: string;
            /** @description the same in words */
            message?: components["schemas"]["Text"];
            /**
             * Format: date-time
             * @description when it is tried again
             */
            next_at?: string;
            /** @description empty: the group of the channel */
            person?: string;
            person_name?: string;
            /** Format: date-time */
            sent_at?: string;
            /** @enum {string} */
            severity: "info" | "warning" | "critical";
            /**
             * @description folded: told by a later message
             * @enum {string}
             */
            state: "waiting" | "sent" | "failed" | "folded";
            test: boolean;
            title: string;
            /** Format: int64 */
            tries: number;
        };
        AlertMessagesOutBody: {
            /** @description the last hundred, the newest first */
            items: components["schemas"]["AlertMessage"][];
        };
        AlertMute: {
            by: string;
            reason: string;
            /** Format: date-time */
            until: string;
            /** @description every alert of this kind and connection */
            whole: boolean;
        };
        AlertMuteInBody: {
            /** @description kept with the mute and in the audit trail */
            reason: string;
            /**
             * Format: date-time
             * @description within 90 days
             */
            until: string;
            /** @description every alert of this kind and connection, those to come too */
            whole?: boolean;
        };
        AlertNoteInBody: {
            note?: string;
        };
        AlertOutBody: {
            alert: components["schemas"]["Alert"];
            /** @description who was told of it, when and by what; the newest first */
            messages: components["schemas"]["AlertMessage"][];
        };
        AlertPerson: {
            /** @description user:<account> or employee:<id> */
            id: string;
            /** @description name */
            manager?: string;
            name: string;
            roles: string[];
            /** @description addresses that are known: wecom, dingtalk, mobile, email */
            via: string[];
        };
        AlertRoutesInBody: {
            /** @description channels (connection ids) that are used only where a route or person names them */
            not_default: string[];
            reason?: string;
            /** @description whom none names is told by owner, then by role */
            routes: components["schemas"]["Route"][];
            /**
             * Format: int64
             * @description the version that is changed; 0: none was saved yet
             */
            version: number;
        };
        AlertRoutesOutBody: {
            /** @description connections that can carry messages */
            channels: components["schemas"]["AlertChannel"][];
            made: components["schemas"]["Made"];
            /** @description channels (connection ids) that are used only where a route or person names them */
            not_default: string[];
            /** @description who is told of a connection first: see setOwner */
            owners: components["schemas"]["ConnectionOwner"][];
            /** @description who may be told */
            people: components["schemas"]["AlertPerson"][];
            /** @description whom none names is told by owner, then by role */
            routes: components["schemas"]["Route"][];
        };
        AlertRulesInBody: {
            reason?: string;
            set: components["schemas"]["Set"];
            /**
             * Format: int64
             * @description the version that is changed; 0: none was saved yet
             */
            version: number;
        };
        AlertRulesOutBody: {
            made: components["schemas"]["Made"];
            /** @description figures that rules can look at */
            metrics: components["schemas"]["Metric"][];
            set: components["schemas"]["Set"];
            /** @description the last ones, the newest first */
            versions: components["schemas"]["Made"][];
        };
        AlertTestInBody: {
            /**
             * Format: uuid
             * @description connection id
             */
            channel: string;
            /** @description who shall get it; none for a group */
            person?: string;
        };
        AlertTestOutBody: {
            /** @description of the message: see listAlertMessages */
            id: string;
        };
        AlertsOutBody: {
            /** @description open ones first, then the latest first */
            items: components["schemas"]["Alert"][];
            /** @description empty at the end */
            next_cursor: string;
            /**
             * Format: int64
             * @description open ones of the workspace, whatever is filtered for
             */
            open: number;
            /**
             * Format: int64
             * @description of these, nobody has said that they look
             */
            unseen: number;
        };
        ApiKey: {
            /** Format: date-time */
            created_at: string;
            /** @description how the maker is called; empty: the program at the machine */
            created_by: string;
            /**
             * Format: date-time
             * @description missing: never
             */
            expires_at?: string;
            /** Format: uuid */
            id: string;
            /** @description the last four characters of its text */
            last4: string;
            name: string;
            /** Format: date-time */
            revoked_at?: string;
            roles: string[];
            /** @description narrow the roles; empty narrows nothing */
            scopes: string[];
            /** @enum {string} */
            state: "live" | "expired" | "revoked";
            /**
             * Format: date-time
             * @description to about a minute; missing: never
             */
            used_at?: string;
        };
        ApplyHandoverInBody: {
            /** @description keys of the owner columns it is about; empty: all */
            columns?: string[] | null;
            /** @description of the preview that was seen */
            hash: string;
            /** @description leave the account, its sessions and keys as they are */
            keep_access?: boolean;
            /**
             * @description to one named employee, or to the nearest manager who still works here
             * @enum {string}
             */
            plan: "successor" | "manager";
            /** @description stands in the audit trail */
            reason: string;
            /** @description id or number, for the plan successor */
            successor?: string;
        };
        Approval: {
            /** Format: date-time */
            applied_at?: string;
            /** @description why it was decided so */
            because?: string;
            /** Format: date-time */
            closed_at?: string;
            /** @description why it could not be carried out */
            code?: string;
            /** @description name of who approved or refused it */
            decided_by?: string;
            /** @description field to {from, to}, or {changed: true} where what it holds is not shown */
            diff: {
                [key: string]: unknown;
            };
            /** Format: date-time */
            expires_at: string;
            /** @description name of whom that was done for */
            for?: string;
            /** @description SHA-256 that binds the decision to the diff */
            hash: string;
            /** Format: uuid */
            id: string;
            /** @enum {string} */
            kind: "mapping.apply" | "role.grant" | "secret.rotate" | "url.allow" | "dlq.discard" | "customer.export" | "subject.erase";
            kind_name: components["schemas"]["Text"];
            /** @description path of its page */
            link: string;
            may: components["schemas"]["ApprovalMay"];
            message?: components["schemas"]["Text"];
            object_id: string;
            object_kind: string;
            /** @description how people know the object, where it has a name of its own */
            object_name?: string;
            /** Format: date-time */
            proposed_at: string;
            /** @description name of who proposed it, else the actor */
            proposed_by: string;
            reason: string;
            /**
             * @description approved: decided, its effect is under way
             * @enum {string}
             */
            status: "waiting" | "approved" | "applied" | "failed" | "refused" | "withdrawn" | "expired";
            /** @description what would happen */
            title: components["schemas"]["Text"];
        };
        ApprovalMay: {
            decide: boolean;
            /** @description accounts for which the caller may decide */
            for: components["schemas"]["Named"][];
            retry: boolean;
            /** @description code of what keeps the caller from deciding */
            why?: string;
            why_text?: components["schemas"]["Text"];
            withdraw: boolean;
        };
        ApprovalsOutBody: {
            /** @description the latest first */
            items: components["schemas"]["Approval"][];
            /** @description empty at the end */
            next_cursor: string;
            /**
             * Format: int64
             * @description how many wait for the caller, whatever is listed
             */
            waiting: number;
        };
        Arrival: {
            /** Format: date-time */
            occurred_at: string;
            op: string;
            /**
             * @description empty: still under way
             * @enum {string}
             */
            outcome: "" | "applied" | "duplicate" | "dropped" | "quarantined";
            reason: string;
            /** Format: date-time */
            received_at: string;
            /** Format: date-time */
            settled_at?: string;
            version: string;
        };
        Asked: {
            email?: string;
            /** @description in any spelling */
            phone?: string;
            /** @description WeCom external id or WeChat union id */
            wecom?: string;
        };
        Assumption: {
            id: string;
            text: components["schemas"]["Text"];
            verified: boolean;
        };
        AuditActor: {
            id: string;
            /** @enum {string} */
            kind: "user" | "key" | "system";
            name: string;
        };
        AuditEntry: {
            action: string;
            actor_id: string;
            /** @enum {string} */
            actor_kind: "user" | "key" | "system";
            /** @description what the account or key is called here now; empty: not known any more */
            actor_name: string;
            /** Format: date-time */
            at: string;
            diff?: {
                [key: string]: unknown;
            };
            object_id: string;
            object_kind: string;
            reason: string;
            /** Format: int64 */
            seq: number;
        };
        AuditFacets: {
            actions: string[];
            actors: components["schemas"]["AuditActor"][];
            object_kinds: string[];
        };
        AuditOutBody: {
            /** @description latest first */
            items: components["schemas"]["AuditEntry"][];
            /** @description empty at the end */
            next_cursor: string;
        };
        BackfillInBody: {
            /** @description id or name */
            connection: string;
            /**
             * Format: date-time
             * @description empty: from the beginning
             */
            from?: string;
            /** @description load it as the past: no write-back, no alert; left out: where the range ended more than seven days ago */
            history?: boolean;
            reason: string;
            /** @description empty: every stream */
            stream?: string;
            /**
             * Format: date-time
             * @description the first moment behind the range; empty: to the end
             */
            to?: string;
            /**
             * Format: int64
             * @description length of one window; a day where it is left out
             */
            window_seconds?: number;
        };
        Balance: {
            /**
             * Format: int64
             * @description records of the topic, of all workspaces: its end offsets
             */
            accepted: number;
            /** @description accepted = settled + unread + waiting */
            balanced: boolean;
            /**
             * Format: int64
             * @description accepted − settled
             */
            in_flight: number;
            /**
             * Format: int64
             * @description of all workspaces, removed ones included
             */
            settled: number;
            topic: string;
            /**
             * Format: int64
             * @description in flight: not landed yet
             */
            unread: number;
            /**
             * Format: int64
             * @description in flight: landed, not settled yet
             */
            waiting: number;
        };
        BalanceOutBody: {
            /** @description the topic's equation and every stream's hold */
            balanced: boolean;
            /** @description refused at the door of this hub since it started, by connector and code: never accepted, so no part of the equation */
            refused: components["schemas"]["Refused"][];
            /** @description of this workspace */
            streams: components["schemas"]["StreamCount"][];
            topic: components["schemas"]["Balance"];
            /** @description of this workspace */
            totals: components["schemas"]["StreamCount"];
            /** @description with full: counts that are not what counting every row gives */
            wrong?: components["schemas"]["Miscount"][] | null;
        };
        CalendarOutBody: {
            calendar: components["schemas"]["Year"];
            /** @description false: nothing is known of the year, only the week counts */
            known: boolean;
            made: components["schemas"]["Made"];
        };
        CalendarPutBody: {
            calendar: components["schemas"]["Year"];
            reason?: string;
            /**
             * Format: int64
             * @description the version that is changed; 0: none was saved yet
             */
            version: number;
        };
        Candidate: {
            /** @description where they come from */
            connections: string;
            /** @description under legal hold */
            held: boolean;
            /** @description golden person; empty: nobody is known by the value, it only stands somewhere */
            id: string;
            /**
             * Format: int64
             * @description source records
             */
            members: number;
            /** @description masked */
            name: string;
            /** Format: date-time */
            since: string;
            /** Format: date-time */
            updated_at: string;
        };
        CellOutBody: {
            header: components["schemas"]["MatrixHeader"];
            /** @description latest signature first */
            items: components["schemas"]["CreditedDeal"][];
            /** @description empty at the end */
            next_cursor: string;
            /** @description of the whole cell, over all pages: the cell's number */
            sum: components["schemas"]["DealSum"];
        };
        Chain: {
            /** @description the last check of the whole chain; absent: none was made yet */
            check?: components["schemas"]["ChainCheck"];
            /** @description of the last one, hexadecimal; empty: there is none yet */
            hash: string;
            /** @description the newest signed head; absent: none was signed yet */
            head?: components["schemas"]["ChainHead"];
            /**
             * Format: int64
             * @description places in the chain
             */
            rows: number;
            /** @enum {string} */
            scope: "workspace" | "hub";
        };
        ChainCheck: {
            /** Format: date-time */
            at: string;
            /** @description who asked for it: user:…, key:… or system:… */
            by: string;
            /**
             * Format: int64
             * @description places and rows that are damaged
             */
            damaged: number;
            /** @description the first damage */
            first?: components["schemas"]["ChainDamage"];
            /**
             * Format: int64
             * @description the place up to which signed heads vouch; 0: none
             */
            head_n: number;
            ok: boolean;
            /** Format: int64 */
            rows: number;
            /**
             * Format: date-time
             * @description time of the last row that is proven
             */
            until?: string;
        };
        ChainDamage: {
            /**
             * Format: date-time
             * @description of the entry
             */
            at?: string;
            /** @enum {string} */
            damage: "edited" | "deleted" | "inserted" | "reordered" | "truncated" | "rewritten" | "forged";
            /**
             * Format: int64
             * @description place in the chain; 0: in none
             */
            n: number;
            /**
             * Format: int64
             * @description of the entry; 0: not known
             */
            seq: number;
            text: components["schemas"]["Text"];
        };
        ChainHead: {
            /** Format: date-time */
            at: string;
            hash: string;
            /** @description fingerprint of the public key */
            key: string;
            /** Format: int64 */
            n: number;
        };
        ChainOutBody: {
            chains: components["schemas"]["Chain"][];
            /** @description proves the signatures of heads: Ed25519, hexadecimal */
            public_key: string;
            /**
             * Format: int64
             * @description what changed is signed so often; what is younger hangs on the chain alone
             */
            sign_minutes: number;
        };
        ChainReport: {
            check: components["schemas"]["ChainCheck"];
            /** @description the first 100 */
            findings: components["schemas"]["ChainDamage"][];
            /** @description of the last row */
            hash: string;
            /**
             * Format: int64
             * @description genuine heads that were held against the chain
             */
            heads: number;
            /** @enum {string} */
            scope: "workspace" | "hub";
        };
        ChainedEntry: {
            action: string;
            actor_id: string;
            /** @enum {string} */
            actor_kind: "user" | "key" | "system";
            /** @description what the account or key is called here now; empty: not known any more */
            actor_name: string;
            /** Format: date-time */
            at: string;
            diff?: {
                [key: string]: unknown;
            };
            /** @description hexadecimal */
            hash: string;
            /**
             * Format: int64
             * @description place in the chain, from 1
             */
            n: number;
            object_id: string;
            object_kind: string;
            reason: string;
            /** Format: int64 */
            seq: number;
        };
        CheckOutBody: {
            /** @description of the fault; empty when ok */
            code: string;
            detail: string;
            message?: components["schemas"]["Text"];
            ok: boolean;
            /** Format: int64 */
            took_ms: number;
        };
        Class: {
            /**
             * Format: int64
             * @description how long it is kept; 0: for ever
             */
            days: number;
            /**
             * Format: int64
             * @description the program's own period
             */
            default: number;
            /**
             * Format: int64
             * @description rows whose time is over
             */
            due: number;
            en: string;
            /** @description nobody changes it */
            fixed: boolean;
            /** @description under legal hold: nothing of it is deleted */
            held: boolean;
            id: string;
            /**
             * Format: int64
             * @description rows whose time is over and that stay: held, or a dead letter needs them
             */
            kept: number;
            /**
             * Format: int64
             * @description the shortest period that may be set
             */
            least: number;
            /**
             * Format: int64
             * @description 0: the program's own
             */
            version: number;
            zh: string;
        };
        CloseRangeInBody: {
            range: string;
            /** @description goes into the audit trail */
            reason: string;
        };
        CodeInBody: {
            /** @description six digits of the authenticator, or a recovery code */
            code: string;
        };
        Column: {
            /** @enum {string} */
            class: "personal" | "sensitive";
            column: string;
            /** @description how a person is found in it */
            how: string;
            table: string;
        };
        CompareInBody: {
            /** @description id or name */
            connection: string;
            /**
             * Format: date-time
             * @description empty: from the beginning
             */
            from?: string;
            reason?: string;
            /** @description empty: every stream */
            stream?: string;
            /**
             * Format: date-time
             * @description the first moment behind the range; empty: to the end
             */
            to?: string;
        };
        ComparedRuns: {
            /** @description ids */
            comparisons: string[];
            /** Format: int64 */
            differing: number;
            /**
             * Format: int64
             * @description windows without a difference
             */
            equal: number;
            /** @description streams whose source cannot answer */
            unable: string[];
        };
        Comparison: {
            /** Format: date-time */
            at: string;
            /**
             * Format: int64
             * @description differences of the first look that were on their way
             */
            checked_again: number;
            /** Format: uuid */
            connection: string;
            connection_name: string;
            /**
             * Format: int64
             * @description known dead letters
             */
            dead: number;
            /** @description at most 200; only for one comparison */
            differences?: components["schemas"]["Difference"][] | null;
            /**
             * Format: int64
             * @description both have it, with different content
             */
            different: number;
            /** @description nothing is missing or different; known dead letters and what a mapping leaves out are neither */
            equal: boolean;
            /** Format: date-time */
            from: string;
            /** Format: int64 */
            hub_count: number;
            hub_hash: string;
            id: string;
            /** Format: uuid */
            job: string;
            /**
             * Format: int64
             * @description left out by the mapping
             */
            left_out: number;
            /**
             * Format: int64
             * @description the source has it, the hub has not
             */
            missing_hub: number;
            /**
             * Format: int64
             * @description the hub has it, the source has not: deleted there, or moved to another time
             */
            missing_source: number;
            /** Format: int64 */
            source_count: number;
            /** @description over keys and contents, in any order */
            source_hash: string;
            stream: string;
            /** Format: date-time */
            to: string;
        };
        ComparisonsOutBody: {
            /** @description latest first */
            items: components["schemas"]["Comparison"][];
            /** @description empty at the end */
            next_cursor: string;
        };
        ConflictsOutBody: {
            items: components["schemas"]["PeopleConflict"][];
        };
        Connection: {
            connector: string;
            /** Format: date-time */
            created_at: string;
            /**
             * Format: int64
             * @description open ones, single values included
             */
            dead_letters: number;
            /** @description path to post to */
            door?: string;
            /**
             * @description waiting: nothing came yet; silent: a busy hour has fallen silent
             * @enum {string}
             */
            health: "ok" | "waiting" | "failing" | "paused" | "stopped" | "silent";
            /**
             * Format: date-time
             * @description history mode: what is read is the past, nothing of it is written back and no alert comes of it
             */
            history_since?: string;
            /** Format: uuid */
            id: string;
            /**
             * Format: int64
             * @description landed and not settled yet
             */
            in_flight: number;
            last_error?: components["schemas"]["ReadError"];
            /**
             * Format: date-time
             * @description something new came
             */
            last_moved_at?: string;
            /** Format: date-time */
            last_read_at?: string;
            /** @description slug; never changes */
            name: string;
            /** @description what a person should do now */
            next_step?: components["schemas"]["Text"];
            /** @description the system does not answer */
            outage?: components["schemas"]["Outage"];
            /**
             * Format: int64
             * @description records settled in the last 60 seconds
             */
            per_minute: number;
            /**
             * Format: int64
             * @description 0: the connector's own
             */
            poll_seconds: number;
            /** @description hours in which the system is not asked */
            quiet: components["schemas"]["Window"][];
            /**
             * Format: date-time
             * @description it is quiet now, until then
             */
            quiet_until?: string;
            /** @description its settings cannot be used */
            retry?: components["schemas"]["Retry"];
            /** @description cron in Asia/Shanghai, in place of poll_seconds; empty: none */
            schedule: string;
            /** @description names of the secrets that are set; their values are never shown */
            secrets_set: string[];
            /** @description without secrets */
            settings: {
                [key: string]: unknown;
            };
            settled: components["schemas"]["Outcomes"];
            /**
             * Format: date-time
             * @description a stream of it should have brought something and does not
             */
            silent_since?: string;
            /** @enum {string} */
            status: "enabled" | "paused" | "unauthorized" | "stopped";
            /** @description code of the fault that brought the status */
            status_code: string;
            status_reason?: components["schemas"]["Text"];
            /** Format: date-time */
            status_since: string;
            streams: components["schemas"]["Stream"][];
            title: string;
            /** Format: date-time */
            updated_at: string;
            /**
             * Format: int64
             * @description the ETag, for updates
             */
            version: number;
            /** @description what comes; none where nothing came for four weeks */
            volume?: components["schemas"]["Volume"];
        };
        ConnectionCount: {
            /** Format: uuid */
            connection: string;
            connection_name: string;
            connector: string;
            /** Format: int64 */
            count: number;
        };
        ConnectionOwner: {
            /** @description id */
            connection: string;
            name: string;
            /** @description user:<account>; empty: nobody */
            owner?: string;
        };
        ConnectionsOutBody: {
            items: components["schemas"]["Connection"][];
        };
        Connector: {
            assumptions: components["schemas"]["Assumption"][];
            limits: components["schemas"]["Text"][];
            name: string;
            /** @description it carries messages to people */
            notifies: boolean;
            /** @description settings, in the order of a form */
            params: components["schemas"]["Param"][];
            /**
             * Format: int64
             * @description default pause between two reads; 0: push only
             */
            poll_seconds: number;
            /** @description the hub reads it */
            pulls: boolean;
            /** @description it posts to a door of the hub */
            pushes: boolean;
            /** @description JSON Schema (2020-12) of the settings, secrets included */
            schema: {
                [key: string]: unknown;
            };
            /** @description people can sign in by it */
            signs_in: boolean;
            streams: components["schemas"]["ConnectorStream"][];
            summary: components["schemas"]["Text"];
            /** @description it reads uploaded files */
            takes_files: boolean;
            title: components["schemas"]["Text"];
        };
        ConnectorStream: {
            /** @description what is read on from; empty: pushed, or read in full */
            cursor: string;
            /** @description deletes are seen */
            deletes: boolean;
            /** @description what a record's key is made of */
            key: string;
            /** @description canonical kinds that its default mapping makes */
            kinds: string[];
            name: string;
            /** @description comes through the door */
            push: boolean;
            title: components["schemas"]["Text"];
        };
        ConnectorsOutBody: {
            items: components["schemas"]["Connector"][];
        };
        Consent: {
            /**
             * Format: date-time
             * @description when the person said so
             */
            at: string;
            /** @description empty: every channel */
            channel: string;
            /** @description a reference, such as the number of a form */
            evidence: string;
            given: boolean;
            /** Format: date-time */
            noted_at: string;
            purpose: string;
            /** @description name of the record that says it, or who wrote it down */
            source: string;
        };
        ConsentInBody: {
            /**
             * Format: date-time
             * @description when the person said so; left out: now
             */
            at?: string;
            /** @description empty: every channel */
            channel?: string;
            /** @description a reference, such as the number of a form; no personal value */
            evidence?: string;
            /** @description false: taken back */
            given: boolean;
            purpose: string;
        };
        ConsentsOutBody: {
            /** @description the last noted first */
            items: components["schemas"]["Consent"][];
        };
        Contact: {
            department: string;
            /** @description masked unless asked for in full by a role that may see it */
            email: string;
            golden: components["schemas"]["GoldenRef"];
            /** @description masked unless asked for in full by a role that may see it */
            mobile: string;
            title: string;
            /**
             * @description which record links the two
             * @enum {string}
             */
            via: "contact" | "lead";
        };
        Counts: {
            /** Format: int64 */
            activities: number;
            /** Format: int64 */
            contacts: number;
            /** Format: int64 */
            deals: number;
            /** Format: int64 */
            orders: number;
            /** Format: int64 */
            payments: number;
            /** Format: int64 */
            receivables: number;
            /** Format: int64 */
            relations: number;
            /** Format: int64 */
            touches: number;
        };
        CreateInBody: {
            connector: string;
            /** @description name under /in/, of a connector that is posted to; without it the connection's name, and no door for one that is read as well */
            door?: string;
            /** @description lower-case letters, digits, dashes; never changes */
            name: string;
            /**
             * Format: int64
             * @description 0: the connector's own
             */
            poll_seconds?: number;
            /** @description as the connector's schema says; secrets stand among them and are never shown again */
            settings?: {
                [key: string]: unknown;
            };
            title?: string;
        };
        CreditedDeal: {
            /** @description whom its revenue belongs to */
            account?: components["schemas"]["GoldenRef"];
            contract_no: string;
            /** @description this cell's part on the VAT basis asked for; missing: the deal has no amount */
            credited?: components["schemas"]["Money"];
            /** @description with VAT */
            gross?: components["schemas"]["Money"];
            /** @description id of the deal within the workspace */
            id: string;
            month: string;
            name: string;
            /** @description without VAT */
            net?: components["schemas"]["Money"];
            number: string;
            /**
             * Format: int64
             * @description touches of its path; 0: unattributed
             */
            path_length: number;
            record: components["schemas"]["Ref"];
            /** Format: date-time */
            signed_at?: string;
            stage: string;
            status: string;
            /**
             * Format: int64
             * @description touches of the cell that have a part
             */
            touches: number;
            /** @description counts as revenue */
            won: boolean;
        };
        Customer: {
            /** @description the id of the request */
            asked_for: string;
            /** Format: date-time */
            created_at: string;
            customer: boolean;
            fields: components["schemas"]["Field"][];
            /** Format: uuid */
            id: string;
            identifiers: components["schemas"]["Identifier"][];
            /** @enum {string} */
            kind: "organisation" | "person";
            /** @description personal values are masked */
            masked: boolean;
            /** Format: int64 */
            member_count: number;
            /** @description source records in it, at most 200 */
            members: components["schemas"]["Member"][];
            /** @description records that were merged into this one */
            merged_from: components["schemas"]["GoldenRef"][];
            name: string;
            /** @description the record asked for was merged into this one */
            redirected: boolean;
            /** @enum {string} */
            status: "active" | "empty";
            tax_id: string;
            /** Format: date-time */
            updated_at: string;
            /** Format: int64 */
            version: number;
        };
        CustomerRow: {
            /** @description a system keeps it as a customer, it is not only a lead */
            customer: boolean;
            /**
             * Format: int64
             * @description won and signed
             */
            deals: number;
            /** @description of a person; masked unless asked for in full by a role that may see it */
            email: string;
            /** Format: uuid */
            id: string;
            industry: string;
            /** @enum {string} */
            kind: "organisation" | "person";
            /**
             * Format: int64
             * @description source records in it
             */
            members: number;
            /** @description of a person; masked unless asked for in full by a role that may see it */
            mobile: string;
            name: string;
            region: string;
            /** @description kinds of systems that know it */
            systems: string[];
            /** @description empty: not known */
            tax_id: string;
            /** Format: int64 */
            touches: number;
            /** Format: date-time */
            updated_at: string;
        };
        CustomersOutBody: {
            items: components["schemas"]["CustomerRow"][];
            masked: boolean;
            /** @description empty at the end */
            next_cursor: string;
        };
        Day: {
            /** @description YYYY-MM-DD */
            date: string;
            /**
             * @description holiday: off; workday: worked in exchange (调休)
             * @enum {string}
             */
            kind: "holiday" | "workday";
            /** @description such as 国庆节 */
            name: string;
        };
        DeadLetter: {
            /** Format: date-time */
            closed_at?: string;
            /** @description empty: it closed by itself */
            closed_by?: string;
            code: string;
            connection_gone: boolean;
            /**
             * Format: int64
             * @description how often it failed
             */
            count: number;
            detail: string;
            /**
             * Format: int64
             * @description which edited copy of that version; 0: the source's own
             */
            edit: number;
            /** @description of the canonical model */
            field: string;
            /** Format: date-time */
            first_at: string;
            /**
             * @description how it was resolved
             * @enum {string}
             */
            how?: "replayed" | "edited" | "newer" | "again" | "dropped" | "changed";
            id: string;
            /**
             * @description value: one field was left out and the record lived on
             * @enum {string}
             */
            kind: "record" | "value";
            /** Format: date-time */
            last_at: string;
            message: components["schemas"]["Text"];
            /** @description where in the payload */
            path: string;
            /** @description of who discarded it */
            reason?: string;
            record: components["schemas"]["Ref"];
            /**
             * Format: int64
             * @description grows with every change
             */
            rev: number;
            /** @description map, apply */
            stage: string;
            /** @enum {string} */
            status: "open" | "replaying" | "resolved" | "discarded";
            /** @description masked */
            value: string;
            /** @description of the source, of its latest attempt */
            version: string;
        };
        DeadLetterCounts: {
            /** @description most first */
            connections: components["schemas"]["ConnectionCount"][];
            /** @description most first */
            reasons: components["schemas"]["ReasonCount"][];
            statuses: components["schemas"]["StatusCount"][];
        };
        DeadLetterFilter: {
            code?: string;
            /**
             * Format: uuid
             * @description id
             */
            connection?: string;
            /**
             * Format: date-time
             * @description failed last at or after
             */
            from?: string;
            /** @enum {string} */
            kind?: "record" | "value";
            /** @description part of the record's key */
            q?: string;
            stage?: string;
            /** @enum {string} */
            status?: "open" | "replaying" | "resolved" | "discarded";
            stream?: string;
            /**
             * Format: date-time
             * @description failed last before
             */
            to?: string;
        };
        DeadLettersOutBody: {
            /** @description the last that failed first */
            items: components["schemas"]["DeadLetter"][];
            /** @description empty at the end */
            next_cursor: string;
        };
        Deal: {
            /** @description whom its revenue belongs to */
            account?: components["schemas"]["GoldenRef"];
            buyer?: components["schemas"]["GoldenRef"];
            contract_no: string;
            /** @description one entry a model */
            credits: components["schemas"]["ModelCredit"][];
            end_customer?: components["schemas"]["GoldenRef"];
            /** @description with VAT */
            gross?: components["schemas"]["Money"];
            /** @description parts that this role may not see; they are empty */
            hidden: string[];
            /** @description id of the deal within the workspace */
            id: string;
            month: string;
            name: string;
            /** @description without VAT */
            net?: components["schemas"]["Money"];
            number: string;
            orders: components["schemas"]["Document"][];
            paid?: components["schemas"]["Money"];
            /** @description touches in [signed − 365 days, signed), in order */
            path: components["schemas"]["PathTouch"][];
            /**
             * Format: int64
             * @description touches of its path; 0: unattributed
             */
            path_length: number;
            /** @description matched payments */
            payments: components["schemas"]["MatchRow"][];
            receivables: components["schemas"]["Document"][];
            record: components["schemas"]["Ref"];
            /** Format: date-time */
            signed_at?: string;
            stage: string;
            stages: components["schemas"]["Stage"][];
            status: string;
            /** @description why no touch can claim it */
            unattributed?: components["schemas"]["Text"];
            /** @description changes with the source record */
            version: string;
            /** @description counts as revenue */
            won: boolean;
        };
        DealRow: {
            /** @description whom its revenue belongs to */
            account?: components["schemas"]["GoldenRef"];
            contract_no: string;
            /** @description with VAT */
            gross?: components["schemas"]["Money"];
            /** @description id of the deal within the workspace */
            id: string;
            month: string;
            name: string;
            /** @description without VAT */
            net?: components["schemas"]["Money"];
            number: string;
            /**
             * Format: int64
             * @description touches of its path; 0: unattributed
             */
            path_length: number;
            record: components["schemas"]["Ref"];
            /** Format: date-time */
            signed_at?: string;
            stage: string;
            status: string;
            /** @description counts as revenue */
            won: boolean;
        };
        DealSum: {
            credited: components["schemas"]["Money"];
            /** Format: int64 */
            deals: number;
        };
        DecideInBody: {
            /** @description account that delegated to the caller; without it the caller decides for themself */
            for?: string;
            /** @description kept with the approval and in the audit trail */
            reason: string;
        };
        DecidedOutBody: {
            /** Format: int64 */
            bytes: number;
            halted?: components["schemas"]["Halt"];
            /** @description null: from the start */
            state: unknown;
            stream: string;
            /** @description for If-Match: changes when a person decides about the connection, not as reading goes on */
            tag: string;
            /** @description the state byte for byte: its numbers may be longer than a browser reads */
            text: string;
            title: components["schemas"]["Text"];
            /** Format: date-time */
            updated_at?: string;
            /** @description what the state was */
            was: unknown;
        };
        DelegateInBody: {
            /**
             * Format: date-time
             * @description without it: now
             */
            from_at?: string;
            kind: string;
            reason?: string;
            /** @description account */
            to: string;
            /** Format: date-time */
            to_at: string;
        };
        Delegation: {
            /** @description name */
            from: string;
            /** Format: date-time */
            from_at: string;
            /** Format: uuid */
            id: string;
            kind: string;
            kind_name: components["schemas"]["Text"];
            /** @description the caller gave it and may take it back */
            mine: boolean;
            reason?: string;
            /** @description name */
            to: string;
            /** Format: date-time */
            to_at: string;
        };
        DelegationsOutBody: {
            /** @description to whom the caller may hand its turn, by kind */
            deputies: components["schemas"]["Deputies"][];
            /** @description by and to the caller, as long as they are not over */
            items: components["schemas"]["Delegation"][];
        };
        Deputies: {
            kind: string;
            kind_name: components["schemas"]["Text"];
            members: components["schemas"]["Named"][];
        };
        Destination: {
            /** @description empty: every channel */
            channel: string;
            /** @description id */
            connection: string;
            /** @description what is written reaches the person: it counts */
            contacts: boolean;
            name: string;
            purpose: string;
            /** Format: date-time */
            updated_at: string;
        };
        DestinationInBody: {
            channel?: string;
            /** @description what is written reaches the person: it counts */
            contacts: boolean;
            purpose: string;
        };
        Difference: {
            /** @description of a dead letter; reason of what is left out */
            code: string;
            hub_version: string;
            key: string;
            source_version: string;
            /** @enum {string} */
            what: "missing_hub" | "missing_source" | "different" | "dead" | "left_out";
        };
        Document: {
            /** @description with VAT */
            amount?: components["schemas"]["Money"];
            contract_no: string;
            date: string;
            due: string;
            /** @description order, or the kind of receivable */
            kind: string;
            /** @description of a receivable: paid by matched payments */
            matched?: components["schemas"]["Money"];
            number: string;
            /** @description of a receivable: what is left */
            open?: components["schemas"]["Money"];
            record: components["schemas"]["Ref"];
            status: string;
        };
        DryFault: {
            code: string;
            detail: string;
            field: string;
            message: components["schemas"]["Text"];
            path: string;
            /** @description masked */
            value: string;
        };
        DryRun: {
            /** @description reason of the rule that drops it */
            dropped?: string;
            entities: components["schemas"]["Entity"][];
            /** @description why the record would be refused */
            fault?: components["schemas"]["DryFault"];
            /**
             * @description taken: it would be applied; left_out: a rule drops it; unknown: what came is gone
             * @enum {string}
             */
            outcome: "taken" | "left_out" | "refused" | "unknown";
            /** @description values that would be left out */
            values: components["schemas"]["DryFault"][];
        };
        Employee: {
            /** @description id; missing: none is linked */
            account?: string;
            /** @description the account is disabled */
            account_closed?: boolean;
            /** @description under which codes other systems know them */
            codes: components["schemas"]["EmployeeCode"][];
            /** @description masked */
            email?: string;
            /** Format: uuid */
            id: string;
            /** @description a day */
            left_on?: string;
            /** @description id */
            manager?: string;
            manager_name?: string;
            /** @description masked */
            mobile?: string;
            name: string;
            number: string;
            sign_in?: string;
            /** @enum {string} */
            status: "active" | "on_leave" | "left";
            /** @description id of the organisation unit */
            unit?: string;
            unit_name?: string;
        };
        EmployeeCode: {
            account_set?: string;
            code: string;
            system: string;
        };
        EmployeeOutBody: {
            access: components["schemas"]["LetIn"];
            employee: components["schemas"]["Employee"];
            /** @description latest first */
            handovers: components["schemas"]["Handover"][];
            /** @description oldest first */
            history: components["schemas"]["Period"][];
            owned: components["schemas"]["OwnedColumn"][];
        };
        EmployeeRef: {
            /** Format: uuid */
            id: string;
            name: string;
            number: string;
        };
        EmployeesOutBody: {
            /** @description by number */
            items: components["schemas"]["Employee"][];
            /** @description empty at the end */
            next_cursor: string;
        };
        Entity: {
            /** @description personal values masked unless asked for in full by a role that may see them */
            data: {
                [key: string]: unknown;
            };
            /** @description golden records it stands in */
            golden: components["schemas"]["GoldenRef"][];
            kind: string;
            part: string;
        };
        Erasure: {
            /** @description who agreed: the approval's id */
            approval: string;
            /** Format: date-time */
            asked_at: string;
            asked_by: string;
            /** @description why it waits or was refused */
            code: string;
            /** Format: date-time */
            ended_at: string | null;
            id: string;
            /** @description id of the golden person that was */
            person: string;
            reason: string;
            report: components["schemas"]["Report"];
            /** Format: date-time */
            started_at: string | null;
            /** @enum {string} */
            status: "waiting" | "running" | "done" | "refused";
            /** @enum {string} */
            step: "mark" | "entities" | "raw" | "tables" | "files" | "check" | "done";
        };
        ErasuresOutBody: {
            /** @description the last first */
            items: components["schemas"]["Erasure"][];
        };
        Escalate: {
            /** Format: int64 */
            critical: number;
            /** Format: int64 */
            info: number;
            /** Format: int64 */
            warning: number;
        };
        EventData: {
            items: unknown[];
            /** @enum {string} */
            topic: "connections" | "customers" | "matrix" | "payments" | "workspaces";
        };
        Export: {
            /** Format: date-time */
            expires_at: string;
            /** Format: date-time */
            fetched_at?: string;
            /** @enum {string} */
            format: "csv" | "xlsx";
            /** @description that of the approval */
            id: string;
            /** Format: date-time */
            made_at: string;
            /** Format: int64 */
            organisations: number;
            /** @description personal values stand in it in full */
            personal: boolean;
            /** Format: int64 */
            persons: number;
            /** @description of the file, hexadecimal */
            sha256: string;
            /**
             * Format: int64
             * @description bytes
             */
            size: number;
        };
        ExportInBody: {
            /** @enum {string} */
            format: "csv" | "xlsx";
            /**
             * @description both without it
             * @enum {string}
             */
            kind?: "organisation" | "person";
            /** @description personal values in full; needs the permission customer.personal */
            personal?: boolean;
            /** @description part of the name, or a tax ID */
            q?: string;
            /** @description what for; kept in the audit trail, required over 1,000 persons and where the workspace says so */
            reason: string;
        };
        ExportsOutBody: {
            /** @description of the caller, the latest first; each can be fetched for 24 hours */
            items: components["schemas"]["Export"][];
        };
        Field: {
            /** @description event time, RFC 3339 */
            at: string;
            /** @description values that this one beat */
            losers: components["schemas"]["Said"][];
            name: string;
            /**
             * @description P personal, S sensitive
             * @enum {string}
             */
            pii: "" | "P" | "S";
            /** @enum {string} */
            rule: "only_value" | "source_rank" | "latest" | "tie" | "set";
            /** @description the record that said it */
            source?: components["schemas"]["Ref"];
            system: string;
            title: components["schemas"]["Text"];
            /** @description of a single-valued field */
            value: string;
            /** @description of a field that keeps every value */
            values: components["schemas"]["Said"][];
            why: components["schemas"]["Text"];
        };
        FieldChange: {
            after: string;
            before: string;
            /** @description empty: the whole entity */
            field: string;
            kind: string;
            part: string;
        };
        File: {
            /** @description stream */
            kind: string;
            name: string;
            params: {
                [key: string]: string;
            };
            /**
             * Format: int64
             * @description order of upload
             */
            seq: number;
            sha256: string;
            /**
             * Format: int64
             * @description bytes
             */
            size: number;
            /** Format: date-time */
            uploaded_at: string;
        };
        FilesOutBody: {
            /** @description up to 100, in the order of upload */
            items: components["schemas"]["File"][];
        };
        FinishedOutBody: {
            me: components["schemas"]["Me"];
            /** @description recovery codes, this once, where this step set the second factor up */
            recovery: string[];
        };
        Fragment: {
            path: string;
            text: string;
        };
        GoldenRef: {
            /** Format: uuid */
            id: string;
            /** @enum {string} */
            kind: "organisation" | "person";
            name: string;
        };
        Granted: {
            /** Format: uuid */
            account: string;
            /** @description nobody else could have decided, so nobody was asked */
            alone: boolean;
            /** @description the roles are in force; else a second person decides */
            done: boolean;
            /** @description the approval that waits for a second person */
            waits?: components["schemas"]["Waits"];
        };
        Halt: {
            /** Format: date-time */
            at: string;
            /** @enum {string} */
            code: "lost_cursor" | "lost_state";
            message: components["schemas"]["Text"];
        };
        Handover: {
            /** Format: date-time */
            at: string;
            /** @description id */
            gets?: string;
            gets_name: string;
            /** Format: uuid */
            id: string;
            /** Format: int64 */
            items: number;
            /** @description of an undone one: what has changed since and stays */
            left: components["schemas"]["OwnedItem"][];
            of_name: string;
            /** @enum {string} */
            plan: "successor" | "manager";
            reason: string;
            /**
             * Format: int64
             * @description of an undone one: what is as it was before
             */
            restored: number;
            undo_reason?: string;
            /** Format: date-time */
            undone_at?: string;
        };
        HandoverAsk: {
            /** @description keys of the owner columns it is about; empty: all */
            columns?: string[] | null;
            /**
             * @description to one named employee, or to the nearest manager who still works here
             * @enum {string}
             */
            plan: "successor" | "manager";
            /** @description id or number, for the plan successor */
            successor?: string;
        };
        HeldContact: {
            /** Format: date-time */
            at: string;
            channel: string;
            connection: string;
            /** @description golden person */
            person: string;
            purpose: string;
            /** @enum {string} */
            why: "no_consent" | "consent_withdrawn" | "contact_limit";
        };
        Hold: {
            /** @description class of data */
            class?: string;
            id: string;
            /** @description golden person, or */
            person?: string;
            /** Format: date-time */
            placed_at: string;
            placed_by: string;
            reason: string;
            /** Format: date-time */
            released_at: string | null;
            released_by: string;
        };
        HoldInBody: {
            /** @description class of data */
            class?: string;
            /** @description golden person, or */
            person?: string;
            reason: string;
        };
        HoldOutBody: {
            id: string;
        };
        Identifier: {
            /**
             * Format: int64
             * @description how many of the members hold it
             */
            records: number;
            title: components["schemas"]["Text"];
            type: string;
            /** @description masked unless asked for in full by a role that may see it */
            value: string;
        };
        IssueKeyInBody: {
            /**
             * Format: date-time
             * @description at most 366 days away
             */
            expires_at: string;
            /** @description what it is for */
            name: string;
            roles: string[] | null;
            /** @description actions that narrow the roles; empty narrows nothing */
            scopes?: string[] | null;
        };
        IssuedOutBody: {
            key: components["schemas"]["ApiKey"];
            /** @description the key; it is shown this once */
            text: string;
        };
        Item: {
            amount?: components["schemas"]["Money"];
            contract_no: string;
            due: string;
            number: string;
            /** @description what is left after all matches */
            open?: components["schemas"]["Money"];
            record: components["schemas"]["Ref"];
        };
        Job: {
            /** @description of a shadow and a replay */
            again?: components["schemas"]["MapAgain"];
            /** @description the stream in hand */
            at: string;
            /** @description of the last fault */
            code: string;
            /** @description of a comparison */
            compared?: components["schemas"]["ComparedRuns"];
            /** Format: uuid */
            connection: string;
            connection_name: string;
            /** Format: date-time */
            created_at: string;
            created_by: string;
            detail: string;
            /**
             * Format: int64
             * @description records, or windows of a backfill
             */
            done: number;
            /** Format: date-time */
            ended_at?: string;
            /** Format: date-time */
            from?: string;
            /** @description loaded as the past: no write-back, no alert */
            history?: boolean;
            /** Format: uuid */
            id: string;
            /** @enum {string} */
            kind: "shadow" | "replay" | "backfill" | "compare";
            message?: components["schemas"]["Text"];
            /** Format: date-time */
            moved_at?: string;
            reason: string;
            scheduled?: boolean;
            /** @description the shadow that a replay carries out */
            shadow?: string;
            /** Format: date-time */
            started_at?: string;
            /** @enum {string} */
            status: "waiting" | "running" | "done" | "failed" | "cancelled";
            /** @description somebody asked to end it */
            stopping: boolean;
            /** @description empty: every stream of the connection */
            stream: string;
            /**
             * Format: date-time
             * @description the first moment behind the range
             */
            to?: string;
            /**
             * Format: int64
             * @description as far as it is known; 0: not yet
             */
            total: number;
            /** Format: int64 */
            window_seconds?: number;
            /** @description of a backfill */
            windows?: components["schemas"]["WindowsRead"];
        };
        JobsOutBody: {
            /** @description latest first */
            items: components["schemas"]["Job"][];
            /** @description empty at the end */
            next_cursor: string;
        };
        KeysOutBody: {
            /** @description live ones first, then the newest first */
            items: components["schemas"]["ApiKey"][];
        };
        KindSetting: {
            kind: string;
            /** @description it is listed, and nobody is told */
            listed: boolean;
        };
        LetIn: {
            /** Format: date-time */
            closed_at?: string;
            /**
             * Format: int64
             * @description API keys that they made and that still work
             */
            keys: number;
            /** @description closing it would leave nobody to manage the workspace */
            last_admin: boolean;
            /** @description an account is linked */
            linked: boolean;
            /** @description they can sign in */
            open: boolean;
            /** Format: int64 */
            sessions: number;
        };
        LetterAskInBody: {
            /** @description all there are */
            all?: boolean;
            /** @description all that match, or */
            filter?: components["schemas"]["DeadLetterFilter"];
            /** @description these letters, or */
            ids?: string[] | null;
            /** @description kept in the audit trail */
            reason?: string;
        };
        LetterDiscardOutBody: {
            /** @description so many need a second person: it is done once somebody approves */
            approval?: components["schemas"]["Approval"];
            /** @description it is being done */
            job?: components["schemas"]["LetterJob"];
        };
        LetterEditInBody: {
            /** @description the edited content, JSON; a masked value that is kept stands for the original's */
            payload: string;
            /** @description kept in the audit trail */
            reason: string;
        };
        LetterEvent: {
            /** Format: date-time */
            at: string;
            /** @description empty: it happened by itself */
            by?: string;
            code?: string;
            how?: string;
            message?: components["schemas"]["Text"];
            reason?: string;
            /** @enum {string} */
            what: "raised" | "failed" | "reopened" | "closed" | "ask_replay" | "ask_edit" | "ask_discard" | "no_payload";
        };
        LetterJob: {
            /** Format: date-time */
            at: string;
            by: string;
            /** Format: int64 */
            discarded: number;
            /**
             * Format: int64
             * @description open again
             */
            failed: number;
            /**
             * Format: date-time
             * @description all letters were taken up; a replay's outcome may still be on its way
             */
            finished_at?: string;
            id: string;
            /**
             * Format: int64
             * @description what came is gone: they could not be sent again
             */
            missing: number;
            reason?: string;
            /** Format: int64 */
            resolved: number;
            /**
             * @description waiting: all were sent again, some have no outcome yet
             * @enum {string}
             */
            state: "running" | "waiting" | "done";
            /** Format: int64 */
            taken: number;
            /**
             * Format: int64
             * @description letters that it was about
             */
            total: number;
            /** @enum {string} */
            verb: "replay" | "discard" | "edit";
            /**
             * Format: int64
             * @description sent again, no outcome yet
             */
            waiting: number;
        };
        LetterJobsOutBody: {
            /** @description the latest ones, latest first */
            items: components["schemas"]["LetterJob"][];
        };
        LetterLimit: {
            /**
             * Format: int64
             * @description the percentage counts from so many records on
             */
            at_least: number;
            /** @description id; empty: of the workspace, for connections that have none */
            connection: string;
            /**
             * Format: int64
             * @description or more than so many letters; 0: not looked at
             */
            letters: number;
            /**
             * Format: int64
             * @description within so many minutes
             */
            minutes: number;
            /**
             * Format: int64
             * @description more than so many of 100 records; 0: not looked at
             */
            percent: number;
            /**
             * Format: int64
             * @description 0: nobody has set it
             */
            version: number;
        };
        LetterLimitsOutBody: {
            /** @description that of the workspace first */
            items: components["schemas"]["LetterLimit"][];
        };
        LetterMapping: {
            /** @description where the rules behind the fault stand */
            rules: components["schemas"]["Lines"][];
            /**
             * Format: int64
             * @description 0: none is published
             */
            version: number;
            yaml: string;
        };
        LetterPage: {
            /** @description latest first */
            events: components["schemas"]["LetterEvent"][];
            /** @description what came is still there */
            kept: boolean;
            letter: components["schemas"]["DeadLetter"];
            mapping: components["schemas"]["LetterMapping"];
            masked: boolean;
            /** @description what the mapping in force makes of it */
            now: components["schemas"]["DryRun"];
            /** @enum {string} */
            op: "upsert" | "delete" | "";
            /** @description as it came */
            payload: string;
            /** @enum {string} */
            payload_form: "json" | "text" | "binary" | "none";
        };
        LetterTryInBody: {
            /** @description the edited content, JSON; a masked value that is kept stands for the original's */
            payload: string;
        };
        Line: {
            /** @enum {string} */
            did: "deleted" | "redacted" | "kept" | "expires";
            /** @description some of them */
            refs?: string[] | null;
            /** Format: int64 */
            rows: number;
            /** Format: date-time */
            until?: string;
            /** @description table or thing, by its code */
            what: string;
            /** @description by its code */
            why: string;
        };
        Lines: {
            /**
             * Format: int64
             * @description line, from 1
             */
            from: number;
            /** Format: int64 */
            to: number;
        };
        LinkAccountInBody: {
            /** @description account id; empty: take the link away */
            account: string;
        };
        LinkMemberInBody: {
            /** @description the provider's own id: sub, WeCom or DingTalk user id */
            external: string;
        };
        LinkOutBody: {
            /** Format: date-time */
            expires_at: string;
            /** @description behind /sign-in#token= it signs in once; it is shown this once */
            token: string;
        };
        Looked: {
            /** @description all that wait or are held back were looked at */
            complete: boolean;
            /**
             * Format: int64
             * @description contents looked at
             */
            records: number;
            /**
             * Format: date-time
             * @description received since then; older ones were not looked at
             */
            since?: string;
            /**
             * Format: int64
             * @description records that wait to be read, looked at
             */
            waiting: number;
        };
        Made: {
            /** Format: date-time */
            at?: string;
            by?: string;
            reason?: string;
            /**
             * Format: int64
             * @description 0: nobody has saved one; the program's own is in force
             */
            version: number;
        };
        MapAgain: {
            /** Format: int64 */
            changed: number;
            /** @description of what fails */
            codes: {
                [key: string]: number;
            };
            /**
             * Format: int64
             * @description were taken in before and are left out now
             */
            dropped: number;
            examples: components["schemas"]["AgainExample"][];
            /**
             * Format: int64
             * @description cannot be mapped now; the last good state stays
             */
            failed: number;
            /** @description changed, by kind and field; '+' and '-' for whole entities */
            fields: {
                [key: string]: number;
            };
            /** Format: int64 */
            looked: number;
            /**
             * Format: int64
             * @description were not taken in before and are now
             */
            new: number;
            /**
             * Format: int64
             * @description whose raw record is not kept any more
             */
            no_raw: number;
            /** @description of what is left out */
            reasons: {
                [key: string]: number;
            };
            /**
             * Format: int64
             * @description put on the bus, by a replay
             */
            sent: number;
            /**
             * Format: int64
             * @description were not taken in before and are not now
             */
            still_out: number;
            /** Format: int64 */
            unchanged: number;
        };
        MappingCheck: {
            /** @description id; without it: every connection of the connector */
            connection?: string;
            connection_name?: string;
            connector: string;
            /**
             * Format: int64
             * @description the version in force; 0: none
             */
            in_force: number;
            issues: components["schemas"]["MappingIssue"][];
            /** @description the rules in force */
            now: string;
            /** @description these are the rules in force */
            same: boolean;
            stream: string;
        };
        MappingCheckInBody: {
            /** @description id, for rules of this connection alone */
            connection?: string;
            yaml: string;
        };
        MappingIssue: {
            code: string;
            /** Format: int64 */
            column: number;
            /** Format: int64 */
            line: number;
            message: components["schemas"]["Text"];
            /** @description what was probably meant */
            suggestion?: string;
        };
        MappingProposeInBody: {
            /** @description id, for rules of this connection alone */
            connection?: string;
            /** @description kept with the version and in the audit trail */
            reason: string;
            yaml: string;
        };
        MappingRow: {
            /**
             * Format: date-time
             * @description published
             */
            at: string;
            by: string;
            /** @description id; without it: every connection of the connector */
            connection?: string;
            connection_name?: string;
            connector: string;
            note: string;
            stream: string;
            /** Format: int64 */
            version: number;
        };
        MappingRules: {
            /** @description id; without it: every connection of the connector */
            connection?: string;
            connection_name?: string;
            connector: string;
            /**
             * Format: int64
             * @description the version in force
             */
            in_force: number;
            stream: string;
            /** Format: int64 */
            version: number;
            /** @description the newest first */
            versions: components["schemas"]["MappingVersion"][];
            yaml: string;
        };
        MappingVersion: {
            /** Format: date-time */
            at: string;
            by: string;
            note: string;
            /** Format: int64 */
            version: number;
        };
        MappingsOutBody: {
            /** @description by connector, connection and stream */
            items: components["schemas"]["MappingRow"][];
        };
        MatchRow: {
            amount: components["schemas"]["Money"];
            /** @description whose item it is */
            customer?: components["schemas"]["GoldenRef"];
            /** @description its number */
            deal: string;
            /** @description empty: no deal */
            deal_id: string;
            /** @enum {string} */
            fit: "whole" | "part" | "spread";
            item: components["schemas"]["Item"];
            payment: components["schemas"]["Ref"];
            payment_id: string;
            /** @enum {string} */
            rule: "reference@1" | "amount@1";
            /** @description what ties the payer to the customer */
            tie: string;
            value_date: string;
            why: components["schemas"]["Text"];
        };
        MatrixHeader: {
            /** Format: date-time */
            as_of: string;
            /**
             * @description signed: contract amount at signature
             * @enum {string}
             */
            basis: "signed";
            /** @enum {string} */
            columns: "" | "channel" | "campaign" | "month";
            currency: string;
            from: string;
            /**
             * @description with its version
             * @example first@1
             */
            model: string;
            model_title: components["schemas"]["Text"];
            /** @enum {string} */
            rows: "channel" | "campaign" | "month";
            to: string;
            /** @enum {string} */
            vat: "net" | "gross";
            /**
             * Format: int64
             * @description how far before the signature a touch may lie
             */
            window_days: number;
        };
        MatrixMember: {
            campaign?: string;
            channel?: string;
            en: string;
            id: string;
            month?: string;
            unattributed?: boolean;
            zh: string;
        };
        MatrixOutBody: {
            /** @description empty without columns */
            columns: components["schemas"]["MatrixMember"][];
            /** @description every currency that has amounts in these months; the matrix shows one */
            currencies: string[];
            header: components["schemas"]["MatrixHeader"];
            /** @description the unattributed row is the last one */
            rows: components["schemas"]["MatrixRow"][];
            /** @description over all rows, the unattributed one included; rates are computed anew, not summed */
            totals: components["schemas"]["MatrixTotals"];
            /** @description of the revenue, 4 decimals */
            unattributed_share: string;
        };
        MatrixRow: {
            campaign?: string;
            cells?: {
                [key: string]: components["schemas"]["MatrixValues"];
            };
            channel?: string;
            cost: string;
            cpl: string;
            /** Format: int64 */
            deals: number;
            /** Format: int64 */
            deals_without_amount: number;
            en: string;
            id: string;
            /** Format: int64 */
            leads: number;
            /** Format: int64 */
            leads_raw: number;
            month?: string;
            revenue: string;
            roas: string;
            roi_revenue: string;
            unattributed?: boolean;
            zh: string;
        };
        MatrixTotals: {
            cells?: {
                [key: string]: components["schemas"]["MatrixValues"];
            };
            cost: string;
            cpl: string;
            /** Format: int64 */
            deals: number;
            /** Format: int64 */
            deals_without_amount: number;
            /** Format: int64 */
            leads: number;
            /** Format: int64 */
            leads_raw: number;
            revenue: string;
            roas: string;
            roi_revenue: string;
        };
        MatrixValues: {
            cost: string;
            cpl: string;
            /** Format: int64 */
            deals: number;
            /** Format: int64 */
            deals_without_amount: number;
            /** Format: int64 */
            leads: number;
            /** Format: int64 */
            leads_raw: number;
            revenue: string;
            roas: string;
            roi_revenue: string;
        };
        Me: {
            /** @description what these roles may do */
            actions: string[];
            /** @description signed in by a link: this workspace only */
            confined: boolean;
            id: string;
            /** @enum {string} */
            kind: "user" | "key";
            name: string;
            /** @description in the workspace */
            roles: string[];
            /** @description whose customers, deals and payments are shown, where not everybody's */
            sees?: components["schemas"]["Sees"];
            /** @description of this request */
            workspace: components["schemas"]["Workspace"];
            /** @description all that the caller has a place in */
            workspaces: components["schemas"]["Place"][];
        };
        Member: {
            /** @description canonical kind */
            entity: string;
            /** Format: date-time */
            occurred_at: string;
            record: components["schemas"]["Ref"];
            tax_id: string;
        };
        MemberIdentity: {
            /** @description the provider's own id */
            external: string;
            /** Format: date-time */
            linked_at: string;
            provider: string;
        };
        MemberSecurityOutBody: {
            identities: components["schemas"]["MemberIdentity"][];
            /** @description it is on */
            second_factor: boolean;
        };
        Metric: {
            /** @description added up over the rule's minutes; else as of now */
            hourly: boolean;
            metric: string;
            title: components["schemas"]["Text"];
        };
        Miscount: {
            connection: string;
            /** Format: int64 */
            counted: number;
            /** Format: int64 */
            rows: number;
            stream: string;
            /** @description landed, or an outcome */
            what: string;
        };
        Model: {
            id: string;
            kind: string;
            title: components["schemas"]["Text"];
        };
        ModelCredit: {
            /** @description sum of the shares */
            gross?: components["schemas"]["Money"];
            model: string;
            /** @description sum of the shares */
            net?: components["schemas"]["Money"];
            shares: components["schemas"]["TouchShare"][];
            title: components["schemas"]["Text"];
        };
        ModelsOutBody: {
            items: components["schemas"]["Model"][];
        };
        Money: {
            /**
             * @description decimal string with the currency's digits
             * @example 1234.50
             */
            amount: string;
            /**
             * @description ISO 4217
             * @example CNY
             */
            currency: string;
        };
        MyAlertSettings: {
            /** @description channels (connection ids); none: all default ones */
            channels: string[];
            /** @description messages are in English */
            english: boolean;
            /** @description hours in which only critical alerts are told */
            quiet: components["schemas"]["Window"][];
            /**
             * Format: int64
             * @description 0: nothing is set yet
             */
            version: number;
        };
        MyAlertsOutBody: {
            /** @description channels (connection ids); none: all default ones */
            channels: string[];
            /** @description messages are in English */
            english: boolean;
            /** @description channels that reach a person */
            options: components["schemas"]["AlertChannel"][];
            /** @description hours in which only critical alerts are told */
            quiet: components["schemas"]["Window"][];
            /**
             * Format: int64
             * @description 0: nothing is set yet
             */
            version: number;
            /** @description addresses of mine that are known */
            via: string[];
        };
        MyIdentity: {
            /** @description the provider's own id */
            external: string;
            /** Format: date-time */
            linked_at: string;
            /** @description of this workspace: it can be taken away here */
            mine: boolean;
            of: components["schemas"]["Way"];
            provider: string;
        };
        MyPasswordInBody: {
            /** @description the password so far, where there is one */
            old?: string;
            password: string;
        };
        MySecurity: {
            identities: components["schemas"]["MyIdentity"][];
            /** @description there is a password, which setting a second factor up asks for */
            password: boolean;
            /** @description second factor */
            second: components["schemas"]["MySecuritySecondStruct"];
            /** @description providers by which an identity can be linked still */
            ways: components["schemas"]["Way"][];
        };
        MySecuritySecondStruct: {
            /** @description a role must have one: it cannot be turned off */
            asked: boolean;
            on: boolean;
            /**
             * Format: int64
             * @description recovery codes that are left
             */
            recovery: number;
            /** Format: date-time */
            since?: string;
        };
        MySession: {
            /** @description it began by a one-time link */
            by_link: boolean;
            /** Format: date-time */
            created_at: string;
            /** @description the one that asks */
            current: boolean;
            /**
             * Format: date-time
             * @description at the latest
             */
            expires_at: string;
            id: string;
            /**
             * Format: date-time
             * @description last used, to about a minute
             */
            seen_at: string;
        };
        MySessionsOutBody: {
            /** @description the one used last first */
            items: components["schemas"]["MySession"][];
        };
        Named: {
            /** Format: uuid */
            account: string;
            name: string;
        };
        NetworkRange: {
            /** Format: date-time */
            created_at: string;
            created_by: string;
            /** @description what is there, as it was asked for */
            note: string;
            /** @description CIDR */
            range: string;
        };
        NetworkRangesOutBody: {
            /** @description in the order of addresses */
            items: components["schemas"]["NetworkRange"][];
            /** @description the connections of this workspace may reach this machine too: it is the demo */
            local: boolean;
        };
        Offered: {
            /** @description to type in where no QR code can be scanned */
            secret: string;
            /** @description otpauth address: what the QR code holds */
            uri: string;
        };
        OpenRangeInBody: {
            /** @description an address or a prefix such as 10.1.0.0/16, of a private network */
            range: string;
            /** @description what is there and who needs it; shown with the range */
            reason: string;
        };
        OrgUnit: {
            code: string;
            /**
             * Format: int64
             * @description 0 at the top
             */
            depth: number;
            /** Format: uuid */
            id: string;
            /** @enum {string} */
            kind?: "legal_entity" | "region" | "department" | "team";
            name: string;
            parent?: string;
        };
        OrgUnitsOutBody: {
            /** @description by code; a unit's parent is in the list too */
            items: components["schemas"]["OrgUnit"][];
        };
        Outage: {
            code: string;
            message: components["schemas"]["Text"];
            /**
             * Format: date-time
             * @description when one stream tries next
             */
            next_at?: string;
            /** Format: date-time */
            since: string;
            /**
             * Format: int64
             * @description that failed in a row, of all streams
             */
            tries: number;
        };
        Outcomes: {
            /** Format: int64 */
            applied: number;
            /**
             * Format: int64
             * @description left out with a reason
             */
            dropped: number;
            /**
             * Format: int64
             * @description changed nothing
             */
            duplicate: number;
            /**
             * Format: int64
             * @description became dead letters
             */
            quarantined: number;
        };
        OwnedColumn: {
            /** @description a handover gives it on; else only its source can */
            given: boolean;
            /**
             * Format: int64
             * @description done with; it stays as it is
             */
            history: number;
            key: string;
            /**
             * Format: int64
             * @description still to be done by somebody
             */
            open: number;
            title: components["schemas"]["Words"];
        };
        OwnedItem: {
            column: string;
            label: string;
            /** @description why undoing left it as it is: changed, gone */
            why?: string;
        };
        OwnedOutBody: {
            columns: components["schemas"]["OwnedColumn"][];
            items: components["schemas"]["OwnedItem"][];
        };
        OwnerInBody: {
            /** @description account id of a member; empty: nobody */
            owner: string;
        };
        Param: {
            default?: unknown;
            enum: string[];
            help: components["schemas"]["Text"];
            name: string;
            required: boolean;
            /** @description stored encrypted, never shown again */
            secret: boolean;
            title: components["schemas"]["Text"];
            /** @enum {string} */
            type: "text" | "int" | "bool" | "enum" | "url" | "duration" | "date" | "list";
        };
        PasswordInBody: {
            /** @description of the account, where it has one */
            password?: string;
        };
        PathTouch: {
            account?: components["schemas"]["GoldenRef"];
            /** Format: date-time */
            at: string;
            campaign: string;
            campaign_name: string;
            channel: string;
            channel_title: components["schemas"]["Text"];
            counted: boolean;
            /**
             * Format: int64
             * @description whole days before the signature
             */
            days_before: number;
            person?: components["schemas"]["GoldenRef"];
            /** @description why it does not count: repeat, daily_cap, no_account … */
            reason: string;
            record: components["schemas"]["Ref"];
            why?: components["schemas"]["Text"];
        };
        Payment: {
            amount: components["schemas"]["Money"];
            bank_reference: string;
            /** @description sets of items that a person may look at */
            candidates: (components["schemas"]["Item"][] | null)[];
            contract_no: string;
            /** @description numbers of the deals it pays */
            deals: string[];
            /** @description id of the payment within the workspace */
            id: string;
            kind: string;
            matched: components["schemas"]["Money"];
            matches: components["schemas"]["MatchRow"][];
            memo: string;
            number: string;
            our_account: string;
            /** @description missing: nobody knows whose money it is */
            payer?: components["schemas"]["GoldenRef"];
            /** @description masked unless asked for in full by a role that may see it */
            payer_account: string;
            /** @description as the statement says it */
            payer_name: string;
            /** @description of an unmatched payment */
            reason: string;
            reason_text?: components["schemas"]["Text"];
            record: components["schemas"]["Ref"];
            /** @description record names of payments that ask for the same item */
            rivals: string[];
            /** @description false: the search for other explanations did not finish */
            search_complete: boolean;
            /** @enum {string} */
            status: "matched" | "unmatched" | "not_matchable";
            value_date: string;
            version: string;
            /** @description why it stays unmatched, or is not matched at all */
            why: components["schemas"]["Text"];
        };
        PaymentRow: {
            amount: components["schemas"]["Money"];
            contract_no: string;
            /** @description numbers of the deals it pays */
            deals: string[];
            /** @description id of the payment within the workspace */
            id: string;
            kind: string;
            matched: components["schemas"]["Money"];
            memo: string;
            number: string;
            /** @description missing: nobody knows whose money it is */
            payer?: components["schemas"]["GoldenRef"];
            /** @description as the statement says it */
            payer_name: string;
            /** @description of an unmatched payment */
            reason: string;
            reason_text?: components["schemas"]["Text"];
            record: components["schemas"]["Ref"];
            /** @enum {string} */
            status: "matched" | "unmatched" | "not_matchable";
            value_date: string;
        };
        PaymentSum: {
            amount: components["schemas"]["Money"];
            /** Format: int64 */
            count: number;
            status: string;
        };
        PaymentsOutBody: {
            /** @description latest value date first */
            items: components["schemas"]["PaymentRow"][];
            /** @description empty at the end */
            next_cursor: string;
            /** @description of the whole list, over all pages, a status and currency */
            sums: components["schemas"]["PaymentSum"][];
        };
        PeopleConflict: {
            /** @description the code, number or unit that it is about */
            identifier: string;
            /** @enum {string} */
            reason: "contradicting_codes" | "ambiguous_code" | "unit_circle" | "manager_circle";
            records: string[];
        };
        Period: {
            /** Format: date-time */
            from: string;
            manager_name?: string;
            status: string;
            /**
             * Format: date-time
             * @description missing: still so
             */
            to?: string;
            unit_name?: string;
        };
        Permission: {
            action: string;
            /** @description roles that may, and how far: all, team (the own and those of the employees below) or own; a role that is missing may not */
            roles: {
                [key: string]: string;
            };
            title: components["schemas"]["Text"];
        };
        PersonalRules: {
            /**
             * Format: int64
             * @description within so many minutes
             */
            alarm_minutes: number;
            /**
             * Format: int64
             * @description more persons than that, seen or exported by one actor, raise an alarm; 0: none
             */
            alarm_persons: number;
            /**
             * Format: int64
             * @description persons an actor may reveal in an hour
             */
            reveal_limit: number;
            /** @description who reveals a value must say why */
            reveal_reason: boolean;
            /**
             * Format: int64
             * @description 0: the defaults hold
             */
            version: number;
        };
        PersonalViewer: {
            actor_id: string;
            /** @enum {string} */
            actor_kind: "user" | "key" | "system";
            actor_name: string;
            /**
             * Format: int64
             * @description persons in these, each export counted whole
             */
            exported: number;
            /** Format: int64 */
            exports: number;
            /** @description which fields */
            fields: string[];
            /** Format: date-time */
            last_at: string;
            /**
             * Format: int64
             * @description different persons and records behind these
             */
            persons: number;
            /**
             * Format: int64
             * @description times that values were shown in full
             */
            views: number;
        };
        PersonalViewsOutBody: {
            /** Format: date-time */
            from: string;
            /** @description the last to look first */
            items: components["schemas"]["PersonalViewer"][];
            /** Format: date-time */
            to: string;
        };
        Place: {
            /** Format: date-time */
            created_at: string;
            /** @description holds example data and may be deleted in one step */
            demo: boolean;
            /** Format: uuid */
            id: string;
            name: string;
            roles: string[];
            /** @description short name for addresses */
            slug: string;
        };
        PreviewOutBody: {
            access: components["schemas"]["LetIn"];
            columns: components["schemas"]["OwnedColumn"][];
            gets: components["schemas"]["Employee"];
            /** @description send it with applyHandover */
            hash: string;
            /** @description the first 20 of each column that are given on */
            items: components["schemas"]["OwnedItem"][];
            of: components["schemas"]["Employee"];
        };
        Problem: {
            /** @description stable code */
            code: string;
            detail?: string;
            /** @description every field that is wrong */
            errors?: components["schemas"]["ProblemField"][] | null;
            field?: string;
            /** @description what happened and what to do, in English */
            message_en: string;
            /** @description what happened and what to do, in Chinese */
            message_zh: string;
            /** Format: int64 */
            status: number;
            title: string;
            /** @description urn:heliu:fault:<code> */
            type: string;
            /** @description masked */
            value?: string;
            where?: string;
        };
        ProblemField: {
            field: string;
            message: string;
        };
        Processing: {
            /** @enum {string} */
            basis: "consent" | "contract" | "legal_duty" | "employment" | "disclosed";
            /** @description how long: the class of data; empty: as long as the source has it */
            class: string;
            /** @description where its data stand */
            columns: components["schemas"]["Column"][];
            en: string;
            id: string;
            zh: string;
        };
        ProcessingOutBody: {
            items: components["schemas"]["Processing"][];
        };
        Provider: {
            /** @description which claim is the sign-in name; default: email, which must be verified */
            claim?: string;
            client_id?: string;
            /** @description empty keeps what is there; it is never given back */
            client_secret?: string;
            readonly client_secret_set: boolean;
            /** @description of scan: connection id */
            connection?: string;
            /** @description whom people without an account ask */
            contact: string;
            /** @description e-mail domains that may come in; empty: all */
            domains?: string[] | null;
            enabled: boolean;
            issuer?: string;
            /**
             * @description scan: by a connection whose system signs people in
             * @enum {string}
             */
            kind: "oidc" | "scan";
            /** @description short name */
            readonly name: string;
            /** @description the provider asks for a second proof itself: no code is asked for here */
            proven: boolean;
            /** @description on the sign-in page for everybody; else only at /sign-in?workspace=<short name> */
            public: boolean;
            /** @description the address to register at the provider, exactly; empty: the hub does not know its public address */
            readonly redirect: string;
            /** @description of people without an account, who are let in with these; empty: they are not */
            roles: string[];
            /** @description beside openid; default: profile, email */
            scopes?: string[] | null;
            title: components["schemas"]["Text"];
            /**
             * Format: int64
             * @description of what is changed; 0 makes a new one
             */
            version: number;
        };
        ProvidersOutBody: {
            /** @description by short name */
            items: components["schemas"]["Provider"][];
        };
        Purpose: {
            /** @enum {string} */
            basis: "consent" | "contract" | "legal_duty" | "employment" | "disclosed";
            /** Format: int64 */
            days: number;
            en: string;
            id: string;
            /**
             * Format: int64
             * @description contacts with one person within the days; 0: any number
             */
            most: number;
            /**
             * Format: int64
             * @description 0: the program's own
             */
            version: number;
            zh: string;
        };
        PurposeInBody: {
            /** @enum {string} */
            basis: "consent" | "contract" | "legal_duty" | "employment" | "disclosed";
            /** Format: int64 */
            days: number;
            en: string;
            /** Format: int64 */
            most: number;
            /**
             * Format: int64
             * @description of the purpose that was seen; 0: the program's own, or a new one
             */
            version: number;
            zh: string;
        };
        PurposesOutBody: {
            /** @description for what destinations reach people; one that is not listed serves customers */
            destinations: components["schemas"]["Destination"][];
            /** @description who was not reached of late, the last first */
            held: components["schemas"]["HeldContact"][];
            purposes: components["schemas"]["Purpose"][];
        };
        ReadError: {
            /** Format: date-time */
            at: string;
            code: string;
            message: components["schemas"]["Text"];
        };
        ReasonCount: {
            code: string;
            /** Format: int64 */
            count: number;
            message: components["schemas"]["Text"];
        };
        ReasonInBody: {
            /** @description why; it stands in the trail */
            reason: string;
        };
        RecoveryOutBody: {
            /** @description shown this once */
            recovery: string[];
        };
        Ref: {
            /**
             * Format: uuid
             * @description connection id
             */
            connection: string;
            connection_name: string;
            /** @description kind of system */
            connector: string;
            key: string;
            /** @description connection name/stream/key */
            name: string;
            stream: string;
        };
        Refused: {
            code: string;
            connector: string;
            message?: components["schemas"]["Text"];
            /** Format: int64 */
            requests: number;
        };
        Relation: {
            /**
             * @description to: this customer is <kind> the other; from: the other is <kind> this one
             * @enum {string}
             */
            direction: "to" | "from";
            kind: string;
            /** @description missing: not here yet */
            other?: components["schemas"]["GoldenRef"];
            record: components["schemas"]["Ref"];
            since: string;
            title: components["schemas"]["Text"];
            until: string;
        };
        ReleaseInBody: {
            reason: string;
        };
        RemovedOutBody: {
            /**
             * Format: int64
             * @description how many rows went
             */
            rows: number;
            /** Format: uuid */
            workspace: string;
        };
        ReplayInBody: {
            /** @description id or name */
            connection: string;
            /**
             * Format: date-time
             * @description empty: from the beginning
             */
            from?: string;
            reason?: string;
            /** @description empty: every stream */
            stream?: string;
            /**
             * Format: date-time
             * @description the first moment behind the range; empty: to the end
             */
            to?: string;
        };
        Report: {
            lines: components["schemas"]["Line"][];
            /**
             * Format: int64
             * @description values that others have too and that therefore stay with them
             */
            shared: number;
            /**
             * Format: int64
             * @description by which the person is not let in again
             */
            values: number;
        };
        ResetInBody: {
            /** @description stands in the audit trail */
            reason: string;
        };
        RetentionInBody: {
            /**
             * Format: int64
             * @description 0: for ever
             */
            days: number;
            /**
             * Format: int64
             * @description of the setting that was seen
             */
            version: number;
        };
        RetentionOutBody: {
            classes: components["schemas"]["Class"][];
            /** @description those in force first */
            holds: components["schemas"]["Hold"][];
            /** @description the last first */
            runs: components["schemas"]["RetentionRun"][];
        };
        RetentionRun: {
            /** Format: date-time */
            at: string;
            by: string;
            /** @description rows by class */
            result: {
                [key: string]: number;
            };
        };
        RetentionRunInBody: {
            /** @description tell what would go and delete nothing */
            dry_run?: boolean;
        };
        RetentionRunOutBody: {
            /** @description rows by class; of a dry run: that would go */
            deleted: {
                [key: string]: number;
            };
            dry_run: boolean;
            /** @description rows by class whose time is over and that stay: held, or somebody still needs them */
            kept: {
                [key: string]: number;
            };
        };
        Retry: {
            /** @description of the last fault */
            code: string;
            /**
             * Format: int64
             * @description tries that failed in a row
             */
            failures: number;
            /**
             * Format: date-time
             * @description the last of them
             */
            last_at: string;
            message: components["schemas"]["Text"];
            /**
             * Format: date-time
             * @description when it is tried again
             */
            next_at?: string;
            /**
             * Format: date-time
             * @description the first of them
             */
            since: string;
        };
        ReturnInBody: {
            code?: string;
            /** @description RFC 6749 */
            error?: string;
            /** @description RFC 9207 */
            iss?: string;
            state: string;
            /** @description from the address that it came back to */
            way: string;
        };
        ReturnOutBody: {
            /** @description an identity was linked; the session is the one of before */
            linked: boolean;
            me: components["schemas"]["Me"];
        };
        RevealInBody: {
            /** @description mobiles, emails, name … */
            fields: string[] | null;
            /** @description what for; kept in the audit trail, required where the workspace says so */
            reason?: string;
        };
        RevealOutBody: {
            values: components["schemas"]["Revealed"][];
        };
        Revealed: {
            field: string;
            values: string[];
        };
        RightsConflict: {
            /** @description the hub keeps the two apart in each single case: who proposed never decides */
            guarded: boolean;
            id: string;
            name: components["schemas"]["Text"];
            one: string;
            other: string;
            why: components["schemas"]["Text"];
        };
        RightsKey: {
            by: string;
            by_name: string;
            conflicts: string[];
            /** Format: date-time */
            expires_at?: string;
            id: string;
            last4: string;
            name: string;
            roles: string[];
            /** @description empty: all that its roles may */
            scopes: string[];
            /** Format: date-time */
            since: string;
        };
        RightsPerson: {
            account: string;
            /** @description who gave them: user:…, key:… or system:… */
            by: string;
            by_name: string;
            /** @description ids of the table */
            conflicts: string[];
            disabled: boolean;
            /** @description as called now */
            name: string;
            roles: string[];
            sign_in: string;
            /**
             * Format: date-time
             * @description when these roles were given
             */
            since: string;
        };
        RightsReport: {
            /** Format: date-time */
            as_of: string;
            /** @description the table that conflicts are reckoned by */
            conflicts: components["schemas"]["RightsConflict"][];
            keys: components["schemas"]["RightsKey"][];
            persons: components["schemas"]["RightsPerson"][];
        };
        RolesOutBody: {
            /** @description by action */
            items: components["schemas"]["Permission"][];
            /** @description in the order of pages */
            roles: string[];
        };
        RotateInBody: {
            /** @description kept in the audit trail */
            reason: string;
        };
        Route: {
            /** @description by this channel; empty: by the default ones */
            channel?: string;
            /** @description of this connection; empty: of any */
            connection?: string;
            /** @description of these kinds; none: of any */
            kinds?: string[] | null;
            /** @description or this person: user:<account> or employee:<id> */
            person?: string;
            /** @description who has this role is told */
            role?: string;
            /**
             * @description from this severity on; empty: of any
             * @enum {string}
             */
            severity?: "info" | "warning" | "critical";
        };
        Row: {
            /** @description what it is processed for */
            activity: string;
            /** Format: date-time */
            at: string;
            /** @enum {string} */
            basis: "consent" | "contract" | "legal_duty" | "employment" | "disclosed";
            column?: string;
            data?: unknown;
            fragments?: components["schemas"]["Fragment"][] | null;
            /** @description about this person alone; else only what the fragments say is the person's */
            own: boolean;
            /** @description name of the source record: connection/stream/key */
            record?: string;
            /** @description key of the row */
            ref?: unknown;
            /** @description connection, or the part of the hub */
            source: string;
            table: string;
        };
        Rule: {
            /**
             * Format: int64
             * @description threshold: more than this
             */
            above?: number;
            /**
             * Format: int64
             * @description rate and contradiction: where one of the two figures is at least this
             */
            at_least?: number;
            /**
             * Format: int64
             * @description threshold: less than this
             */
            below?: number;
            /** @description id; empty: each connection */
            connection?: string;
            /** @enum {string} */
            how: "threshold" | "absence" | "rate" | "contradiction";
            /** @enum {string} */
            metric: "records" | "letters" | "letters_open" | "refused" | "source_count" | "hub_count";
            /** @description letters, digits and dashes; tells rules apart */
            name: string;
            /** @description kept, and not looked at */
            off?: boolean;
            /**
             * @description contradiction: what must agree with metric
             * @enum {string}
             */
            other?: "records" | "letters" | "letters_open" | "refused" | "source_count" | "hub_count";
            /**
             * Format: int64
             * @description rate and contradiction: by more than so many percent
             */
            percent?: number;
            /** @enum {string} */
            severity: "info" | "warning" | "critical";
            /** @description empty: each stream */
            stream?: string;
            /** @description for people */
            title: string;
            /**
             * @description rate: the same hours of the day or week before; empty: week
             * @enum {string}
             */
            versus?: "day" | "week";
            /**
             * Format: int64
             * @description minutes that figures by the hour are added up over; absence: working minutes without anything
             */
            within?: number;
        };
        Said: {
            at: string;
            source?: components["schemas"]["Ref"];
            system: string;
            value: string;
        };
        Sections: {
            activities: components["schemas"]["Activity"][];
            contacts: components["schemas"]["Contact"][];
            counts: components["schemas"]["Counts"];
            deals: components["schemas"]["DealRow"][];
            /** @description lists that this role may not see; they are empty */
            hidden: string[];
            orders: components["schemas"]["Document"][];
            payments: components["schemas"]["PaymentRow"][];
            receivables: components["schemas"]["Document"][];
            relations: components["schemas"]["Relation"][];
            touches: components["schemas"]["Touch"][];
        };
        Sees: {
            /** @description id of the caller's employee; empty: the account is linked to none, and nothing is shown */
            employee: string;
            /**
             * Format: int64
             * @description how many employees stand below
             */
            team: number;
        };
        Set: {
            escalate: components["schemas"]["Escalate"];
            kinds: components["schemas"]["KindSetting"][];
            rules: components["schemas"]["Rule"][];
        };
        SetRolesInBody: {
            /** @description stands in the audit trail */
            reason: string;
            /** @description empty: the place is taken away */
            roles: string[];
        };
        SetStateInBody: {
            /** @description goes into the audit trail */
            reason: string;
            /** @description the connector's own document, at most 64 KiB; kept byte for byte */
            state: unknown;
        };
        SignInBody: {
            password?: string;
            /** @description sign-in name */
            sign_in?: string;
            /** @description of a one-time sign-in link, instead of name and password */
            token?: string;
        };
        SignInPolicy: {
            /** @description roles that must have a second factor; they set it up at their next sign-in */
            second_factor_roles: string[];
        };
        SimilarNumber: {
            kind: string;
            number: string;
            record: components["schemas"]["Ref"];
        };
        SourceRecord: {
            /** @description its versions, newest first, at most 50 */
            arrivals: components["schemas"]["Arrival"][];
            /**
             * Format: int64
             * @description other contents that came under the same version
             */
            conflicts: number;
            /** @description false: nothing of it was applied */
            current: boolean;
            dead_letters: components["schemas"]["DeadLetter"][];
            /** @description what its mapping made of it */
            entities: components["schemas"]["Entity"][];
            /** Format: int64 */
            mapping_version: number;
            masked: boolean;
            /** Format: date-time */
            occurred_at: string;
            /** @enum {string} */
            op: "upsert" | "delete";
            /** @description as the source said it; personal values masked unless asked for in full by a role that may see them */
            payload: string;
            /** @enum {string} */
            payload_form: "json" | "text" | "binary" | "none";
            /** Format: date-time */
            received_at: string;
            record: components["schemas"]["Ref"];
            version: string;
        };
        Stage: {
            /** Format: date-time */
            at: string;
            from: string;
            to: string;
        };
        StartInBody: {
            way: string;
        };
        StartOutBody: {
            /** @description where to send the browser */
            url: string;
        };
        State: {
            /** Format: int64 */
            bytes: number;
            halted?: components["schemas"]["Halt"];
            /** @description null: from the start */
            state: unknown;
            stream: string;
            /** @description for If-Match: changes when a person decides about the connection, not as reading goes on */
            tag: string;
            /** @description the state byte for byte: its numbers may be longer than a browser reads */
            text: string;
            title: components["schemas"]["Text"];
            /** Format: date-time */
            updated_at?: string;
        };
        StatesOutBody: {
            items: components["schemas"]["State"][];
        };
        StatusCount: {
            /** Format: int64 */
            count: number;
            /** @enum {string} */
            status: "open" | "replaying" | "resolved" | "discarded";
        };
        Step: {
            /** Format: date-time */
            at?: string;
            /** @description of the fault */
            code?: string;
            /** @description id of the dead letter */
            dead_letter?: string;
            deal_id?: string;
            golden?: components["schemas"]["GoldenRef"];
            payment_id?: string;
            /** @enum {string} */
            stage: "received" | "mapped" | "settled" | "entity" | "golden" | "credited" | "matched" | "dead_letter" | "waiting" | "superseded";
            /** @enum {string} */
            state: "done" | "waiting" | "failed" | "info";
            text: components["schemas"]["Text"];
        };
        Stream: {
            /** @description it is not read until a person decides */
            halted?: components["schemas"]["Halt"];
            /** Format: int64 */
            in_flight: number;
            last_error?: components["schemas"]["ReadError"];
            /** Format: date-time */
            last_moved_at?: string;
            /** Format: date-time */
            last_read_at?: string;
            name: string;
            /**
             * Format: date-time
             * @description when it is read next
             */
            next_at?: string;
            /** @description comes through the door */
            push: boolean;
            /** @description reading it fails */
            retry?: components["schemas"]["Retry"];
            settled: components["schemas"]["Outcomes"];
            /** Format: date-time */
            silent_since?: string;
            title: components["schemas"]["Text"];
            /**
             * Format: int64
             * @description read again without change, since the hub keeps count
             */
            unchanged: number;
            volume?: components["schemas"]["Volume"];
            /** @description its source can be asked for a span of time: it can be backfilled and compared */
            windows: boolean;
        };
        StreamCount: {
            /**
             * Format: int64
             * @description landed or settled
             */
            accepted: number;
            balanced: boolean;
            /** Format: uuid */
            connection: string;
            connection_name: string;
            /** Format: int64 */
            in_flight: number;
            settled: components["schemas"]["Outcomes"];
            stream: string;
            /**
             * Format: int64
             * @description read again without change, dropped before the bus
             */
            unchanged: number;
        };
        SubjectEraseInBody: {
            /** @description or */
            email?: string;
            /** @description id of a golden person, or */
            person?: string;
            /** @description in any spelling, or */
            phone?: string;
            /** @description kept with the approval; no personal value */
            reason: string;
            /** @description WeCom external id or WeChat union id */
            wecom?: string;
        };
        SubjectEraseOutBody: {
            /** @description it is done once another person has approved it */
            approval: components["schemas"]["Approval"];
        };
        SubjectExportOutBody: {
            /** Format: date-time */
            at: string;
            /** @description id of the golden person; empty: only a value is known */
            person: string;
            rows: components["schemas"]["Row"][];
            /**
             * Format: int64
             * @description values that others use too: what stands under these alone is not listed
             */
            shared: number;
        };
        SubjectSearchOutBody: {
            /** @description persons who use the value; names are masked */
            items: components["schemas"]["Candidate"][];
        };
        Text: {
            /** @description English */
            en: string;
            /** @description Chinese */
            zh: string;
        };
        Touch: {
            account?: components["schemas"]["GoldenRef"];
            /** Format: date-time */
            at: string;
            campaign: string;
            campaign_name: string;
            channel: string;
            channel_title: components["schemas"]["Text"];
            counted: boolean;
            person?: components["schemas"]["GoldenRef"];
            /** @description why it does not count: repeat, daily_cap, no_account … */
            reason: string;
            record: components["schemas"]["Ref"];
            why?: components["schemas"]["Text"];
        };
        TouchShare: {
            channel: string;
            gross?: components["schemas"]["Money"];
            net?: components["schemas"]["Money"];
            /** Format: int64 */
            of: number;
            /** @description record name of the touch */
            touch: string;
            /** Format: int64 */
            weight: number;
        };
        Trace: {
            documents: components["schemas"]["TraceDocument"][];
            /** @description something is known of the number: a document, or a refusal */
            found: boolean;
            /** @description how far the contents of records were looked through */
            looked: components["schemas"]["Looked"];
            number: string;
            /** @description where it could come from and how these stand; where nothing has it */
            places: components["schemas"]["TracePlace"][];
            /** @description requests that named the number and were refused */
            refusals: components["schemas"]["TraceRefusal"][];
            /** @description documents whose number contains it; where nothing has it */
            similar: components["schemas"]["SimilarNumber"][];
            summary: components["schemas"]["Text"];
        };
        TraceDocument: {
            /** @description canonical kind; empty: nothing was made of it */
            kind: string;
            number: string;
            record: components["schemas"]["Ref"];
            steps: components["schemas"]["Step"][];
        };
        TracePlace: {
            /** Format: uuid */
            connection: string;
            connector: string;
            /** @enum {string} */
            health: "ok" | "waiting" | "failing" | "paused" | "stopped" | "silent";
            /** @description how it stands and what to do */
            hint: components["schemas"]["Text"];
            /** Format: int64 */
            in_flight: number;
            /** Format: date-time */
            last_moved_at?: string;
            /** Format: date-time */
            last_read_at?: string;
            name: string;
            /** @description titles of the streams that could carry it */
            streams: components["schemas"]["Text"][];
            /** @description it stands, fails or never brought anything: look here first */
            suspect: boolean;
            title: string;
        };
        TraceRefusal: {
            code: string;
            /** Format: uuid */
            connection: string;
            /** Format: int64 */
            count: number;
            /** Format: date-time */
            first_at: string;
            /** Format: date-time */
            last_at: string;
            message: components["schemas"]["Text"];
            name: string;
            number: string;
            title: string;
        };
        UndoInBody: {
            /** @description stands in the audit trail */
            reason: string;
        };
        UpdateInBody: {
            /** @description history mode on or off */
            history?: boolean;
            /** Format: int64 */
            poll_seconds?: number;
            /** @description hours in which the system is not asked; an empty list: none */
            quiet?: components["schemas"]["Window"][];
            /** @description cron in Asia/Shanghai: minute hour day month weekday; empty: none */
            schedule?: string;
            /** @description all settings anew; a secret that is not named stays, an empty one is deleted */
            settings?: {
                [key: string]: unknown;
            };
            title?: string;
        };
        User: {
            /** Format: uuid */
            account: string;
            /** Format: date-time */
            created_at: string;
            disabled: boolean;
            /** @description whose account it is; missing: nobody's */
            employee?: components["schemas"]["EmployeeRef"];
            name: string;
            roles: string[];
            /** @description the caller */
            self: boolean;
            sign_in: string;
            /**
             * Format: date-time
             * @description missing: never
             */
            signed_in_at?: string;
        };
        UsersOutBody: {
            /** @description by sign-in name */
            items: components["schemas"]["User"][];
        };
        VerifyInBody: {
            /** @description lines of a file of heads that was kept elsewhere */
            heads?: string[] | null;
        };
        VerifyOutBody: {
            chains: components["schemas"]["ChainReport"][];
            ok: boolean;
        };
        Volume: {
            /** @description records an hour, the last 24, the running one last */
            hours: number[];
            /**
             * Format: date-time
             * @description the last record was received
             */
            last_at: string;
            /** Format: int64 */
            this_hour: number;
            /** Format: int64 */
            today: number;
            /**
             * Format: int64
             * @description within this hour of the day; none until five such days were seen
             */
            usual_hour?: number;
            /**
             * Format: int64
             * @description up to now
             */
            usual_today?: number;
        };
        Waits: {
            /** Format: uuid */
            id: string;
            /** @description path of its page */
            link: string;
        };
        Way: {
            /** @enum {string} */
            kind: "oidc" | "scan";
            title: components["schemas"]["Text"];
            /** @description names it in startSignIn */
            way: string;
        };
        WaysOutBody: {
            items: components["schemas"]["Way"][];
        };
        WhomBody: {
            /** @description or */
            email?: string;
            /** @description id of a golden person, or */
            person?: string;
            /** @description in any spelling, or */
            phone?: string;
            /** @description WeCom external id or WeChat union id */
            wecom?: string;
        };
        Window: {
            /** @description mon tue wed thu fri sat sun, on which it begins; none: every day */
            days?: string[] | null;
            /** @description HH:MM, Asia/Shanghai */
            from: string;
            /** @description HH:MM, not included; at or before from: on the next day */
            to: string;
        };
        WindowRead: {
            /** Format: date-time */
            done_at?: string;
            /** Format: date-time */
            from: string;
            /** Format: int64 */
            records: number;
            stream: string;
            /** Format: date-time */
            to: string;
        };
        WindowsRead: {
            /** @description the latest ones */
            list: components["schemas"]["WindowRead"][];
            /**
             * Format: int64
             * @description put on the bus
             */
            records: number;
            /** Format: int64 */
            windows: number;
        };
        WithdrawInBody: {
            reason?: string;
        };
        Words: {
            en: string;
            zh: string;
        };
        Workspace: {
            /** Format: date-time */
            created_at: string;
            /** @description holds example data and may be deleted in one step */
            demo: boolean;
            /** Format: uuid */
            id: string;
            name: string;
            /** @description short name for addresses */
            slug: string;
        };
        WorkspacesOutBody: {
            items: components["schemas"]["Place"][];
        };
        Year: {
            /** @description HH:MM; empty: 18:00 */
            closes?: string;
            days: components["schemas"]["Day"][];
            /** @description nobody has compared it with the official notice yet */
            example: boolean;
            /** @description HH:MM; empty: 09:00 */
            opens?: string;
            /** Format: int64 */
            year: number;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    getRightsReport: {
        parameters: {
            query?: {
                /** @description a day (its end, Asia/Shanghai) or a moment (RFC 3339); now without it */
                as_of?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RightsReport"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listAlertKinds: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AlertKindsOutBody"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listAlertMessages: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AlertMessagesOutBody"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    testAlertChannel: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AlertTestInBody"];
            };
        };
        responses: {
            /** @description Accepted */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AlertTestOutBody"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAlertRoutes: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AlertRoutesOutBody"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    setAlertRoutes: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AlertRoutesInBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AlertRoutesOutBody"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Precondition Failed */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAlertRules: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AlertRulesOutBody"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    setAlertRules: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AlertRulesInBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AlertRulesOutBody"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Precondition Failed */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listAlerts: {
        parameters: {
            query?: {
                /** @description rows of a page */
                limit?: number;
                /** @description next_cursor of the page before, with the same filters */
                cursor?: string;
                /** @description open: acknowledged and muted ones too; unseen: neither */
                state?: "open" | "unseen" | "muted" | "closed";
                /** @description see listAlertKinds */
                kind?: string;
                severity?: "info" | "warning" | "critical";
                /** @description id */
                connection?: string;
                /** @description what the caller was told of, owns or acknowledged */
                mine?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AlertsOutBody"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAlert: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description alert id */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AlertOutBody"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    acknowledgeAlert: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description alert id */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AlertNoteInBody"];
            };
        };
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    closeAlert: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description alert id */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AlertCloseInBody"];
            };
        };
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    muteAlert: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description alert id */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AlertMuteInBody"];
            };
        };
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    unmuteAlert: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description alert id */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listApprovals: {
        parameters: {
            query?: {
                /** @description rows of a page */
                limit?: number;
                /** @description next_cursor of the page before, with the same filters */
                cursor?: string;
                /** @description waiting: for the caller; mine: proposed by the caller */
                box?: "waiting" | "mine" | "decided" | "all";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApprovalsOutBody"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getApproval: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description approval id */
                approval: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Approval"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    approveApproval: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description approval id */
                approval: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DecideInBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Approval"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    refuseApproval: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description approval id */
                approval: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DecideInBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Approval"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    retryApproval: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description approval id */
                approval: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Approval"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    withdrawApproval: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description approval id */
                approval: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WithdrawInBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Approval"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listAudit: {
        parameters: {
            query?: {
                /** @description rows of a page */
                limit?: number;
                /** @description next_cursor of the page before, with the same filters */
                cursor?: string;
                /** @description connection, account, key, mapping, file, workspace … */
                object_kind?: string;
                object_id?: string;
                /** @description id of an account or key, or the name of a part of the hub */
                actor?: string;
                /** @description one of these; one that ends in a full stop is a beginning, such as session. */
                action?: string[] | null;
                /** @description at or after */
                from?: string;
                /** @description before */
                to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditOutBody"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getBalance: {
        parameters: {
            query?: {
                /** @description count every row of this workspace too; it reads whole tables */
                full?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BalanceOutBody"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAuditChain: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChainOutBody"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAuditEntry: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                seq: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChainedEntry"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listAuditFacets: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditFacets"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listPersonalViews: {
        parameters: {
            query?: {
                /** @description at or after; 30 days ago without it */
                from?: string;
                /** @description before; now without it */
                to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PersonalViewsOutBody"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getPersonalRules: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PersonalRules"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    setPersonalRules: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PersonalRules"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PersonalRules"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Precondition Failed */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    verifyAudit: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["VerifyInBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VerifyOutBody"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createBackfill: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BackfillInBody"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listComparisons: {
        parameters: {
            query?: {
                /** @description rows of a page */
                limit?: number;
                /** @description next_cursor of the page before, with the same filters */
                cursor?: string;
                /** @description id */
                connection?: string;
                stream?: string;
                /** @description only those with a difference */
                differing?: boolean;
                /** @description of each connection, stream and length of window the latest alone */
                latest?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ComparisonsOutBody"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createComparison: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CompareInBody"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getComparison: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Comparison"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    repairComparison: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReasonInBody"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listConnections: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConnectionsOutBody"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createConnection: {
        parameters: {
            query?: never;
            header?: {
                /** @description the same request under the same key is done once; kept for 24 hours */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateInBody"];
                "application/octet-stream": string;
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    ETag?: string;
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Connection"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getConnection: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETag of what the caller has */
                "If-None-Match"?: string;
            };
            path: {
                /** @description connection id */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    ETag?: string;
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Connection"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    updateConnection: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETag of the connection that is changed; required */
                "If-Match"?: string;
            };
            path: {
                /** @description connection id */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UpdateInBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    ETag?: string;
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Connection"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Precondition Failed */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Precondition Required */
            428: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    checkConnection: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description connection id */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CheckOutBody"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listConnectionFiles: {
        parameters: {
            query?: {
                /** @description seq of the last file of the page before */
                after?: number;
            };
            header?: never;
            path: {
                /** @description connection id */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FilesOutBody"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    uploadConnectionFile: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description connection id */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": {
                    /**
                     * Format: binary
                     * @description 20 MB, 50,000 rows at most
                     */
                    file: string;
                    /** @description which list it is: a stream of the connector */
                    kind: string;
                    /** @description name of the list; the same row of the same list is one record */
                    list?: string;
                } & {
                    [key: string]: string;
                };
            };
        };
        responses: {
            /** @description Accepted */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["File"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Request Entity Too Large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unsupported Media Type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    setOwner: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description connection id */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OwnerInBody"];
            };
        };
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    pauseConnection: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description connection id */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    ETag?: string;
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Connection"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    resumeConnection: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description connection id */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    ETag?: string;
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Connection"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listConnectionStates: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description connection id */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StatesOutBody"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getConnectionState: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description connection id */
                id: string;
                stream: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["State"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    setConnectionState: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETag of the state that is changed; required */
                "If-Match"?: string;
            };
            path: {
                /** @description connection id */
                id: string;
                stream: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SetStateInBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DecidedOutBody"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Precondition Failed */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Precondition Required */
            428: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    resetConnectionState: {
        parameters: {
            query?: {
                /** @description goes into the audit trail */
                reason?: string;
            };
            header?: {
                /** @description ETag of the state that is taken away; required */
                "If-Match"?: string;
            };
            path: {
                /** @description connection id */
                id: string;
                stream: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DecidedOutBody"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Precondition Failed */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Precondition Required */
            428: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    tryConnection: {
        parameters: {
            query?: {
                /** @description this stream alone */
                stream?: string;
            };
            header?: never;
            path: {
                /** @description connection id */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    ETag?: string;
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Connection"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listConnectors: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConnectorsOutBody"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listCustomers: {
        parameters: {
            query?: {
                /** @description rows of a page */
                limit?: number;
                /** @description next_cursor of the page before, with the same filters */
                cursor?: string;
                /** @description show personal values in full; needs the permission customer.personal and leaves an entry in the audit trail */
                personal?: boolean;
                /** @description with personal: what for; kept in the audit trail, required where the workspace says so */
                why?: string;
                /** @description both without it */
                kind?: "organisation" | "person";
                /** @description part of the name, or a tax ID */
                q?: string;
                /** @description who has this mobile number, in any spelling */
                mobile?: string;
                email?: string;
                tax_id?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CustomersOutBody"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    exportCustomers: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ExportInBody"];
            };
        };
        responses: {
            /** @description the sheet */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": string;
                    "text/csv": string;
                };
            };
            /** @description it waits for another person */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: date-time */
                        applied_at?: string;
                        /** @description why it was decided so */
                        because?: string;
                        /** Format: date-time */
                        closed_at?: string;
                        /** @description why it could not be carried out */
                        code?: string;
                        /** @description name of who approved or refused it */
                        decided_by?: string;
                        /** @description field to {from, to}, or {changed: true} where what it holds is not shown */
                        diff: {
                            [key: string]: unknown;
                        };
                        /** Format: date-time */
                        expires_at: string;
                        /** @description name of whom that was done for */
                        for?: string;
                        /** @description SHA-256 that binds the decision to the diff */
                        hash: string;
                        /** Format: uuid */
                        id: string;
                        /** @enum {string} */
                        kind: "mapping.apply" | "role.grant" | "secret.rotate" | "url.allow" | "dlq.discard" | "customer.export" | "subject.erase";
                        kind_name: components["schemas"]["Text"];
                        /** @description path of its page */
                        link: string;
                        may: components["schemas"]["ApprovalMay"];
                        message?: components["schemas"]["Text"];
                        object_id: string;
                        object_kind: string;
                        /** @description how people know the object, where it has a name of its own */
                        object_name?: string;
                        /** Format: date-time */
                        proposed_at: string;
                        /** @description name of who proposed it, else the actor */
                        proposed_by: string;
                        reason: string;
                        /**
                         * @description approved: decided, its effect is under way
                         * @enum {string}
                         */
                        status: "waiting" | "approved" | "applied" | "failed" | "refused" | "withdrawn" | "expired";
                        /** @description what would happen */
                        title: components["schemas"]["Text"];
                    };
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getCustomer: {
        parameters: {
            query?: {
                /** @description show personal values in full; needs the permission customer.personal and leaves an entry in the audit trail */
                personal?: boolean;
                /** @description with personal: what for; kept in the audit trail, required where the workspace says so */
                why?: string;
            };
            header?: {
                /** @description ETag of what the caller has */
                "If-None-Match"?: string;
            };
            path: {
                /** @description id of the golden record; that of a merged one answers with its survivor */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Customer"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    revealCustomer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description id of the golden record */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RevealInBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RevealOutBody"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getCustomerSections: {
        parameters: {
            query?: {
                /** @description show personal values in full; needs the permission customer.personal and leaves an entry in the audit trail */
                personal?: boolean;
                /** @description with personal: what for; kept in the audit trail, required where the workspace says so */
                why?: string;
            };
            header?: {
                /** @description ETag of what the caller has */
                "If-None-Match"?: string;
            };
            path: {
                /** @description id of the golden record; that of a merged one answers with its survivor */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Sections"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listDeadLetters: {
        parameters: {
            query?: {
                /** @description rows of a page */
                limit?: number;
                /** @description next_cursor of the page before, with the same filters */
                cursor?: string;
                /** @description id */
                connection?: string;
                stream?: string;
                /** @description map, apply */
                stage?: string;
                code?: string;
                kind?: "record" | "value";
                status?: "open" | "replaying" | "resolved" | "discarded";
                /** @description failed last at or after */
                from?: string;
                /** @description failed last before */
                to?: string;
                /** @description part of the record's key */
                q?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeadLettersOutBody"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    countDeadLetters: {
        parameters: {
            query?: {
                /** @description id */
                connection?: string;
                stream?: string;
                /** @description map, apply */
                stage?: string;
                code?: string;
                kind?: "record" | "value";
                status?: "open" | "replaying" | "resolved" | "discarded";
                /** @description failed last at or after */
                from?: string;
                /** @description failed last before */
                to?: string;
                /** @description part of the record's key */
                q?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeadLetterCounts"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    discardDeadLetters: {
        parameters: {
            query?: never;
            header?: {
                /** @description the same request under the same key is done once; kept for 24 hours */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LetterAskInBody"];
                "application/octet-stream": string;
            };
        };
        responses: {
            /** @description Accepted */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LetterDiscardOutBody"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listDeadLetterJobs: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LetterJobsOutBody"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getDeadLetterJob: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description job id */
                job: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LetterJob"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listDeadLetterLimits: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LetterLimitsOutBody"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    setDeadLetterLimit: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LetterLimit"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LetterLimitsOutBody"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Precondition Failed */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteDeadLetterLimit: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description connection id */
                connection: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    replayDeadLetters: {
        parameters: {
            query?: never;
            header?: {
                /** @description the same request under the same key is done once; kept for 24 hours */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LetterAskInBody"];
                "application/octet-stream": string;
            };
        };
        responses: {
            /** @description Accepted */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LetterJob"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getDeadLetter: {
        parameters: {
            query?: {
                /** @description show personal values in full; needs the permission customer.personal and leaves an entry in the audit trail */
                personal?: boolean;
                /** @description with personal: what for; kept in the audit trail, required where the workspace says so */
                why?: string;
            };
            header?: {
                /** @description ETag of what the caller has */
                "If-None-Match"?: string;
            };
            path: {
                /** @description dead letter id */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LetterPage"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    editDeadLetter: {
        parameters: {
            query?: {
                /** @description show personal values in full; needs the permission customer.personal and leaves an entry in the audit trail */
                personal?: boolean;
                /** @description with personal: what for; kept in the audit trail, required where the workspace says so */
                why?: string;
            };
            header?: {
                /** @description ETag of the letter that was seen; required */
                "If-Match"?: string;
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description dead letter id */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LetterEditInBody"];
                "application/octet-stream": string;
            };
        };
        responses: {
            /** @description Accepted */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LetterJob"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Gone */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Precondition Failed */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Precondition Required */
            428: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    tryDeadLetter: {
        parameters: {
            query?: {
                /** @description show personal values in full; needs the permission customer.personal and leaves an entry in the audit trail */
                personal?: boolean;
                /** @description with personal: what for; kept in the audit trail, required where the workspace says so */
                why?: string;
            };
            header?: never;
            path: {
                /** @description dead letter id */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LetterTryInBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DryRun"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Gone */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getDeal: {
        parameters: {
            query?: {
                /** @description show personal values in full; needs the permission customer.personal and leaves an entry in the audit trail */
                personal?: boolean;
                /** @description with personal: what for; kept in the audit trail, required where the workspace says so */
                why?: string;
            };
            header?: {
                /** @description ETag of what the caller has */
                "If-None-Match"?: string;
            };
            path: {
                /** @description id of the deal */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Deal"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listDelegations: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DelegationsOutBody"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createDelegation: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DelegateInBody"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DelegationsOutBody"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteDelegation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description delegation id */
                delegation: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listEmployeeConflicts: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConflictsOutBody"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listEmployees: {
        parameters: {
            query?: {
                /** @description rows of a page */
                limit?: number;
                /** @description next_cursor of the page before, with the same filters */
                cursor?: string;
                /** @description part of the name, the number or a code */
                text?: string;
                /** @description an organisation unit and those below it */
                unit?: string;
                status?: "active" | "on_leave" | "left";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EmployeesOutBody"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getEmployee: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description id or number */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EmployeeOutBody"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    closeEmployeeAccess: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description id or number */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AccessInBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LetIn"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    reopenEmployeeAccess: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description id or number */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AccessInBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LetIn"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    linkEmployeeAccount: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description id or number */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LinkAccountInBody"];
            };
        };
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    applyHandover: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description id or number */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ApplyHandoverInBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Handover"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    previewHandover: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description id or number */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["HandoverAsk"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PreviewOutBody"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listOwned: {
        parameters: {
            query?: {
                /** @description key of one column; empty: all */
                column?: string;
                /** @description what is done with, in place of what is open */
                history?: boolean;
                /** @description of each column */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description id or number */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OwnedOutBody"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    events: {
        parameters: {
            query?: {
                /** @description id or slug, where the header cannot be sent */
                workspace?: string;
            };
            header?: {
                /** @description sent by the browser when it comes back */
                "Last-Event-ID"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description a stream */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": components["schemas"]["EventData"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listExports: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExportsOutBody"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    fetchExport: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description id of the approval */
                export: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description the sheet */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": string;
                    "text/csv": string;
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    undoHandover: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UndoInBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Handover"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listProviders: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProvidersOutBody"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    setProvider: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description short name */
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Provider"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProvidersOutBody"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteProvider: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description short name */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    checkProvider: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description short name */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listJobs: {
        parameters: {
            query?: {
                /** @description rows of a page */
                limit?: number;
                /** @description next_cursor of the page before, with the same filters */
                cursor?: string;
                /** @description id */
                connection?: string;
                kind?: "shadow" | "replay" | "backfill" | "compare";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobsOutBody"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getJob: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    cancelJob: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReasonInBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listKeys: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KeysOutBody"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    issueKey: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["IssueKeyInBody"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IssuedOutBody"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    revokeKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description id of the key */
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listMappings: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MappingsOutBody"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getMapping: {
        parameters: {
            query?: {
                /** @description id, for the rules of this connection alone */
                connection?: string;
                /** @description 0: the one in force */
                version?: number;
            };
            header?: never;
            path: {
                connector: string;
                stream: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MappingRules"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    checkMapping: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                connector: string;
                stream: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MappingCheckInBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MappingCheck"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    proposeMapping: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                connector: string;
                stream: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MappingProposeInBody"];
            };
        };
        responses: {
            /** @description Accepted */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Approval"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getMe: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "Set-Cookie"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Me"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    startMyLink: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StartInBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "Set-Cookie"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StartOutBody"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteMyIdentity: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description short name */
                provider: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    offerMySecondFactor: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PasswordInBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Offered"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    confirmMySecondFactor: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CodeInBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecoveryOutBody"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    turnOffMySecondFactor: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CodeInBody"];
            };
        };
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    renewMyRecoveryCodes: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CodeInBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecoveryOutBody"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getMySecurity: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MySecurity"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listMembers: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UsersOutBody"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    addMember: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AddMemberInBody"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Granted"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    disableMember: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description account id */
                account: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    enableMember: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description account id */
                account: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    linkMemberIdentity: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description account id */
                account: string;
                /** @description short name */
                provider: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LinkMemberInBody"];
            };
        };
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    unlinkMemberIdentity: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description account id */
                account: string;
                /** @description short name */
                provider: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createSignInLink: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description account id */
                account: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LinkOutBody"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    setMemberRoles: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description account id */
                account: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SetRolesInBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Granted"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    resetMemberSecondFactor: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description account id */
                account: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ResetInBody"];
            };
        };
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getMemberSecurity: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description account id */
                account: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MemberSecurityOutBody"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getMyAlerts: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MyAlertsOutBody"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    setMyAlerts: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MyAlertSettings"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MyAlertsOutBody"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Precondition Failed */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listNetworkRanges: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NetworkRangesOutBody"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    openNetworkRange: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OpenRangeInBody"];
            };
        };
        responses: {
            /** @description Accepted */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Approval"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    closeNetworkRange: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CloseRangeInBody"];
            };
        };
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listOrgUnits: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrgUnitsOutBody"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listPayments: {
        parameters: {
            query?: {
                /** @description rows of a page */
                limit?: number;
                /** @description next_cursor of the page before, with the same filters */
                cursor?: string;
                status?: "matched" | "unmatched" | "not_matchable";
                /** @description of unmatched payments */
                reason?: "payer_unknown" | "payer_mismatch" | "amount_exceeds_open" | "ambiguous_amount" | "no_open_item";
                /** @description part of the number or the contract number */
                q?: string;
                /** @description first value date */
                from?: string;
                /** @description last value date */
                to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaymentsOutBody"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getPayment: {
        parameters: {
            query?: {
                /** @description show personal values in full; needs the permission customer.personal and leaves an entry in the audit trail */
                personal?: boolean;
                /** @description with personal: what for; kept in the audit trail, required where the workspace says so */
                why?: string;
            };
            header?: {
                /** @description ETag of what the caller has */
                "If-None-Match"?: string;
            };
            path: {
                /** @description id of the payment */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Payment"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    tracePipeline: {
        parameters: {
            query: {
                /** @description of an order, contract, receivable, payment or deal, or the key of a record; spaces, width and case do not matter */
                number: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Trace"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    setDestinationPurpose: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                connection: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DestinationInBody"];
            };
        };
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listErasures: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErasuresOutBody"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getErasure: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                erasure: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Erasure"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    placeHold: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["HoldInBody"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HoldOutBody"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    releaseHold: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                hold: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReleaseInBody"];
            };
        };
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listConsents: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description golden person */
                person: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConsentsOutBody"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    noteConsent: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description golden person */
                person: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ConsentInBody"];
            };
        };
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listProcessing: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProcessingOutBody"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listPurposes: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PurposesOutBody"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    setPurpose: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                purpose: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PurposeInBody"];
            };
        };
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Precondition Failed */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getRetention: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RetentionOutBody"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    runRetention: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RetentionRunInBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RetentionRunOutBody"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    setRetention: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                class: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RetentionInBody"];
            };
        };
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Precondition Failed */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    eraseSubject: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SubjectEraseInBody"];
            };
        };
        responses: {
            /** @description Accepted */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SubjectEraseOutBody"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    exportSubject: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WhomBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "Cache-Control"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SubjectExportOutBody"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    exportSubjectSheet: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WhomBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "Cache-Control"?: string;
                    "Content-Disposition"?: string;
                    "Content-Type"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": string;
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    searchSubject: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Asked"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SubjectSearchOutBody"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getRecord: {
        parameters: {
            query?: {
                /** @description show personal values in full; needs the permission customer.personal and leaves an entry in the audit trail */
                personal?: boolean;
                /** @description with personal: what for; kept in the audit trail, required where the workspace says so */
                why?: string;
            };
            header?: {
                /** @description ETag of what the caller has */
                "If-None-Match"?: string;
            };
            path: {
                /** @description id or name of the connection */
                connection: string;
                stream: string;
                /** @description URL-escaped */
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SourceRecord"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createReplay: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReplayInBody"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    applyReplay: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReasonInBody"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listRoiDeals: {
        parameters: {
            query?: {
                /** @description rows of a page */
                limit?: number;
                /** @description next_cursor of the page before, with the same filters */
                cursor?: string;
                /** @description channel, campaign or month */
                rows?: string;
                /** @description channel, campaign or month, another one than rows; empty: none */
                columns?: string;
                /** @description first, last, linear, or with a version: first@1 */
                model?: string;
                /** @description signed */
                basis?: string;
                /** @description net (without VAT) or gross */
                vat?: string;
                /** @description CNY without it */
                currency?: string;
                /** @description first month, YYYY-MM */
                from?: string;
                /** @description last month, YYYY-MM */
                to?: string;
                /** @description id of the matrix's row; empty: the totals */
                row?: string;
                /** @description id of the matrix's column; empty: all of the row */
                column?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CellOutBody"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getRoiMatrix: {
        parameters: {
            query?: {
                /** @description channel, campaign or month */
                rows?: string;
                /** @description channel, campaign or month, another one than rows; empty: none */
                columns?: string;
                /** @description first, last, linear, or with a version: first@1 */
                model?: string;
                /** @description signed */
                basis?: string;
                /** @description net (without VAT) or gross */
                vat?: string;
                /** @description CNY without it */
                currency?: string;
                /** @description first month, YYYY-MM */
                from?: string;
                /** @description last month, YYYY-MM */
                to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MatrixOutBody"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listRoiModels: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ModelsOutBody"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listRoles: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RolesOutBody"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    rotateSecrets: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RotateInBody"];
            };
        };
        responses: {
            /** @description Accepted */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Approval"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createSession: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SignInBody"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    "Set-Cookie"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Me"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteSession: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    "Set-Cookie"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    offerSecondStep: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Offered"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    setMyPassword: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MyPasswordInBody"];
            };
        };
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    "Set-Cookie"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    finishSignIn: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReturnInBody"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    "Set-Cookie"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReturnOutBody"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    finishSecondStep: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CodeInBody"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    "Set-Cookie"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FinishedOutBody"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    startSignIn: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StartInBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "Set-Cookie"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StartOutBody"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listSignInWays: {
        parameters: {
            query?: {
                /** @description short name: providers of this workspace too that are not shown to everybody */
                workspace?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WaysOutBody"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listMySessions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MySessionsOutBody"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    endMyOtherSessions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    endMySession: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                session: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getSignInPolicy: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignInPolicy"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    setSignInPolicy: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SignInPolicy"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignInPolicy"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getWorkCalendar: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                year: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CalendarOutBody"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    setWorkCalendar: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                year: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CalendarPutBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CalendarOutBody"];
                };
            };
            /** @description Bad Request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Precondition Failed */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listWorkspaces: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkspacesOutBody"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteWorkspace: {
        parameters: {
            query?: {
                /** @description the slug again, where the workspace is no demo */
                confirm?: string;
                /** @description stands in the audit trail */
                reason?: string;
            };
            header?: never;
            path: {
                /** @description id or slug */
                workspace: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RemovedOutBody"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Forbidden */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not Found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal Server Error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
}
