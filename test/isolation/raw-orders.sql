-- What stands in the lake before a run: the shop's exports as they come, all of it text. Order 2 was exported twice, 4
-- and 5 are the test shop's, and one row has no id.
CREATE SCHEMA bronze;
CREATE SCHEMA silver;
CREATE TABLE bronze.raw_orders (
    order_id VARCHAR,
    customer_id VARCHAR,
    customer_email VARCHAR,
    status VARCHAR,
    amount VARCHAR,
    currency VARCHAR,
    ordered_at VARCHAR,
    updated_at VARCHAR,
    loaded_at VARCHAR
);
INSERT INTO bronze.raw_orders VALUES
    ('1', '10', 'ada@example.com', 'paid', '12.50', 'eur', '2026-01-01 08:00:00', '2026-01-01 08:00:00', '1'),
    ('2', '11', 'Bob@example.com', 'open', '99.00', 'EUR', '2026-01-01 09:00:00', '2026-01-01 09:00:00', '1'),
    ('2', '11', 'Bob@example.com', 'Paid ', '99.00', 'EUR', '2026-01-01 09:00:00', '2026-01-02 09:00:00', '2'),
    ('3', '12', NULL, 'paid', '0', 'usd', '2026-01-02 10:00:00', '2026-01-02 10:00:00', '2'),
    ('4', '13', 'eve@example.com', 'test', '1.00', 'EUR', '2026-01-02 11:00:00', '2026-01-02 11:00:00', '2'),
    ('5', '14', 'tim@test.example.com', 'paid', '1.00', 'EUR', '2026-01-02 12:00:00', '2026-01-02 12:00:00', '2'),
    (NULL, '15', 'ada@example.com', 'paid', '1.00', 'EUR', '2026-01-02 13:00:00', '2026-01-02 13:00:00', '2');
