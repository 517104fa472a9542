"""Names that something uses without the code saying so: vulture reads this file with the sources, nobody runs it.

A name stands here with what uses it. What only tests use does not belong here: it is dead.
"""
# ruff: noqa: B018, F821

# pydantic reads the configuration of a model and checks that the fields of a manifest are there
_.model_config
_.contract_version
_.policy_version

# dataframely makes a contract of a schema's attributes and calls its rules with the schema
cls
_.application_id, _.award_id, _.applicant, _.applicant_kind, _.size_class, _.category, _.edition, _.project_title
_.district_registered, _.district_operating, _.district_project, _.certificate_no, _.decision_status, _.award_year
_.event_on, _.submitted_on, _.accepted_on, _.reviewed_on, _.decided_on, _.publicised_on, _.granted_on, _.paid_on
_.withdrawn_on, _.revoked_on, _.awarded_on, _.requested_yuan, _.approved_yuan, _.paid_yuan, _.clawback_yuan
_.score_permille, _.reject_reason, _.other_support_ref, _.source_type, _.source_url, _.document_no

# entries of the policy become tables, whose columns SQL reads; `once_per` is a column of the file of yearly rules
_.claim_status, _.per_applicant_per_year, _.once_per, _.payment_ratio, _.payees, _.applicant_kinds
_.declared_words, _.means

# members of code lists are read all together: `[kind.value for kind in ApplicantKind]`
_.ENTERPRISE, _.PUBLIC_INSTITUTION, _.SOCIAL_ORGANISATION, _.TESTING_BODY, _.PLATFORM, _.OTHER
_.LARGE, _.MEDIUM, _.MICRO, _.PROPOSED, _.PRELIMINARY, _.SHORTLISTED, _.CONFERRED, _.PUBLISHED

# a parameter that is part of the key of a cache: a file that was edited in place is read again
modified_ns, changed_ns, age

# logging calls its formatter; protobuf, zipfile, numpy, sqlite and configparser read what is set on their objects
_.exc_text, _.process_log_record
_.query_string, _.page_name, _.compress_type, _.writeable, _.row_factory, _.optionxform

# jinja asks its sandbox whether an object may be called
_.is_safe_callable, obj

# expat calls its handlers
_.buffer_text, _.StartElementHandler, _.EndElementHandler, _.CharacterDataHandler, _.StartDoctypeDeclHandler

# python-docx writes what is set on its objects
_.last_modified_by, _.keepNext_val, _.jc_val, _.sz_val, _.bold, _.italic, _.rgb, _.superscript, _.alignment
_.page_height, _.page_width, _.top_margin, _.bottom_margin, _.left_margin, _.right_margin
_.line_spacing, _.space_before, _.space_after, _.first_line_indent, _.keep_with_next

# alembic reads what a revision is called and runs it; sqlite3 begins no transaction by itself
_.revision, _.down_revision, _.upgrade, _.downgrade, _.isolation_level
